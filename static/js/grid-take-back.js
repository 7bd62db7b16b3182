// What a save changed, taken back: the cells as they were before it. Nothing is written until the editor saves again.

const valueOf = (row, name) => row.querySelector(`[data-cell=${name}]`)?.value.trim() ?? "";
const isNew = (line) => Object.values(line.base).every((text) => !text);

function rowOf(line, rows) {
  const own = line.id.startsWith("n") ? undefined : rows.find((row) => row.dataset.line === line.id);
  if (own) return own;
  const now = { ...line.base, ...line.cells };
  const who = "athlete" in now ? "athlete" : "team_name";
  const name = now[who].replace(/^\+\s*/, "");
  return rows.find((row) => valueOf(row, who) === name && valueOf(row, "heat_text") === (now.heat_text ?? ""));
}

/** {changes: [{cell, text}], lost: [who is not there any more], goes: rows that the save added} of the lines it sent. */
export function inverse(lines, rows, addLine) {
  const found = { changes: [], lost: [], goes: [] };
  for (const line of lines.filter((one) => !(one.removed && isNew(one)))) {
    const row = line.removed ? addLine() : rowOf(line, rows);
    if (!row) found.lost.push({ ...line.base, ...line.cells });
    else if (isNew(line)) found.goes.push(row);
    else found.changes.push(...restored(line, row));
  }
  return found;
}

function restored(line, row) {
  const names = Object.keys(line.removed ? line.base : line.cells);
  return names.map((name) => ({ cell: row.querySelector(`[data-cell=${name}]`), text: line.base[name] }));
}
