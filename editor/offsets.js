// The server counts code points, the editor UTF-16 units.

export class Offsets {
  constructor(text) {
    this.units = [0];
    for (const point of text) this.units.push(this.units.at(-1) + point.length);
  }

  at(point) {
    return this.units[Math.max(0, Math.min(point, this.units.length - 1))];
  }

  placed({ start, end }) {
    return { from: this.at(start), to: this.at(end) };
  }
}
