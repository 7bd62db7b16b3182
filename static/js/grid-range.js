// A range of cells, picked with Shift and the arrows or a click: marked on the screen, and read as lines of cells.

let body = null;
let cellsOf = () => [];
let start = null;
let end = null;

const within = (number, count) => Math.max(0, Math.min(number, count - 1));
const sorted = (one, other) => [Math.min(one, other), Math.max(one, other) + 1];

function begin(element, cells) {
  body = element;
  cellsOf = cells;
}

/** The picked cells line by line; empty where no range is picked. */
function lines() {
  if (!end) return [];
  const rows = [...body.rows].slice(...sorted(start.row, end.row));
  return rows.map((row) => cellsOf(row).slice(...sorted(start.column, end.column)));
}

function mark(isPicked) {
  for (const cell of lines().flat()) {
    const box = cell.parentElement;
    box.classList.toggle("picked", isPicked);
    if (isPicked) box.ariaSelected = "true";
    else box.removeAttribute("aria-selected");
  }
}

/** Picks from a place to another: `[row, column]`, each as far as there are any. */
function extend(from, [row, column]) {
  mark(false);
  start ??= from;
  end = { row: within(row, body.rows.length), column: within(column, cellsOf(body.rows[0]).length) };
  mark(true);
  cellsOf(body.rows[end.row])[end.column].scrollIntoView({ block: "nearest", inline: "nearest" });
}

function clear() {
  mark(false);
  start = end = null;
}

const corner = () => ({ row: Math.min(start.row, end.row), column: Math.min(start.column, end.column) });
const asText = () => lines().map((line) => line.map((cell) => cell.value.trim()).join("\t")).join("\n");

export const range = { begin, extend, clear, lines, corner, asText, end: () => end };
