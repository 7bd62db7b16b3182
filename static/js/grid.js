// The results grid as a spreadsheet. The server reads and ranks every line: the same rules check what is typed, show what
// follows, and save. Lines are rows of the form; `data-stored` of a cell is what was stored when it was read.

import { askWhatStands } from "./grid-clash.js";
import { openPaste } from "./grid-paste.js";
import { suggest } from "./grid-people.js";
import { range } from "./grid-range.js";
import { inverse } from "./grid-take-back.js";

const form = document.querySelector("#grid");
const body = document.querySelector("#grid-lines");
const hint = document.querySelector("#grid-hint");
const plainHint = hint.textContent;
const isCell = (element) => element instanceof HTMLInputElement && "cell" in element.dataset;
const cellsOf = (row) => [...row.querySelectorAll("input[data-cell]")];
const whoOf = (row) => row.querySelector("[data-cell=athlete], [data-cell=team_name]").value.trim();
const isRemoved = (row) => row.querySelector("[name$=-remove]")?.checked ?? false;

// Lines and what is edited in them --------------------------------------------------------------------------------------

const touched = new Set();
const done = [];
const undone = [];
const saves = [];
let lastNew = 0;

function addLine() {
  const row = document.querySelector("#grid-blank").content.firstElementChild.cloneNode(true);
  const number = body.rows.length + 1;
  rename(row, `n${(lastNew += 1)}`);
  for (const element of row.querySelectorAll("[aria-label]")) element.ariaLabel = element.ariaLabel.replace(/\d+$/, number);
  body.append(row);
  return row;
}

function rename(row, line) {
  for (const element of row.querySelectorAll("[name]")) element.name = element.name.replace(/^[ren]\d+/, line);
  row.dataset.line = line;
}

function edit(row) {
  const cells = cellsOf(row);
  const base = Object.fromEntries(cells.map((cell) => [cell.dataset.cell, cell.dataset.stored]));
  const changed = cells.filter((cell) => cell.value.trim() !== cell.dataset.stored);
  return {
    id: row.dataset.line,
    base,
    cells: Object.fromEntries(changed.map((cell) => [cell.dataset.cell, cell.value.trim()])),
    removed: isRemoved(row),
  };
}

function edits() {
  const all = [...touched].filter((row) => row.isConnected).map(edit);
  return all.filter((line) => line.removed || Object.keys(line.cells).length);
}

function put(changes) {
  for (const { cell, text } of changes) {
    cell.value = text;
    touched.add(cell.closest("tr"));
  }
  changed();
}

/** Puts texts into cells, all of them one step to undo. */
function write(changes) {
  leave(document.activeElement);
  const batch = changes.map(({ cell, text }) => ({ cell, before: cell.value, after: text }));
  put(changes);
  remember(batch);
  before = document.activeElement.value;
}

function remember(batch) {
  const real = batch.filter(({ before, after }) => before !== after);
  if (!real.length) return;
  done.push(real);
  undone.length = 0;
}

function step(from, to, which) {
  const batch = from.pop();
  if (!batch) return;
  to.push(batch);
  put(batch.map((one) => ({ cell: one.cell, text: one[which] })));
  enter(batch[0].cell);
}

/** The cells as they were before the last save: to be saved again, with a reason. */
function takeBack({ lines, why }) {
  const { changes, lost, goes } = inverse(lines, [...body.rows], addLine);
  if (changes.length) undone.push(changes.map(({ cell, text }) => ({ cell, before: text, after: cell.value })));
  for (const row of goes) {
    row.querySelector("[name$=-remove]").checked = true;
    row.classList.add("going");
    touched.add(row);
  }
  put(changes);
  before = document.activeElement.value;
  form.elements.why.value ||= ["Taken back", why].filter(Boolean).join(": ").slice(0, form.elements.why.maxLength);
  tell(lost.map((cells) => `${cells.athlete ?? cells.team_name} is here no more: look at the history of the race.`));
}

// What follows, as the server says ---------------------------------------------------------------------------------------

let waiting = 0;
let asking = null;

async function post(url, data, options = {}) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const isForm = data instanceof FormData;
  const headers = { "X-CSRFToken": token, ...(isForm ? {} : { "Content-Type": "application/json" }) };
  const body = isForm ? data : JSON.stringify(data);
  const response = await fetch(url, { method: "POST", headers, body, ...options });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : { problems: [`The server answered ${response.status}: nothing is saved.`] };
  return { status: response.status, answer };
}

function changed() {
  const count = edits().length;
  document.querySelector("#grid-count").textContent = count ? `${count} ${count === 1 ? "line" : "lines"} not saved` : "";
  clearTimeout(waiting);
  waiting = setTimeout(preview, 150);
}

async function preview() {
  asking?.abort();
  asking = new AbortController();
  try {
    const { status, answer } = await post(form.dataset.preview, { lines: edits() }, { signal: asking.signal });
    if (status === 200) show(answer);
    else tell(answer.problems);
  } catch (error) {
    if (error.name !== "AbortError") tell(["The server cannot be reached: what you type stays here."]);
  }
}

function show({ derived, errors }) {
  for (const row of body.rows) {
    const found = derived[row.dataset.line];
    for (const output of row.querySelectorAll("output")) print(output, found);
    for (const cell of cellsOf(row)) mark(cell, errors[row.dataset.line]?.[cell.dataset.cell], found);
  }
  if (isCell(document.activeElement)) explain(document.activeElement);
}

function print(output, found) {
  const key = output.dataset.of;
  let text = found?.[key] ?? "";
  if (key === "rank") text ||= found?.irm ?? "";
  if (key === "records") text = (found?.records ?? []).join(" ");
  if (output.textContent.trim() !== text) output.textContent = text;
  if (key === "rank" && found?.medal && !output.querySelector(".medal")) {
    const medal = Object.assign(document.createElement("span"), { className: `medal ${found.medal}`, textContent: text });
    output.replaceChildren(medal);
  }
}

function mark(cell, errors, found) {
  const off = { rank: found?.disagrees, sections_text: found?.sum_is_off && "The sections do not make the mark." };
  const note = errors?.join(" ") || off[cell.dataset.cell] || "";
  cell.parentElement.classList.toggle("wrong", Boolean(errors));
  cell.parentElement.classList.toggle("off", Boolean(note && !errors));
  cell.title = note;
  if (errors) cell.ariaInvalid = "true";
  else cell.removeAttribute("aria-invalid");
}

function explain(cell) {
  const text = cell.title || plainHint;
  if (hint.textContent !== text) hint.textContent = text;
  hint.classList.toggle("wrong", Boolean(cell.title));
}

function tell(problems) {
  const item = (text) => Object.assign(document.createElement("li"), { textContent: text });
  document.querySelector("#grid-problems").replaceChildren(...(problems ?? []).map(item));
}

// Saving -----------------------------------------------------------------------------------------------------------------

let saving = false;

async function save() {
  if (saving) return;
  leave(document.activeElement);
  saving = true;
  const version = Number(form.elements.version.value);
  const why = form.elements.why.value;
  const lines = edits();
  try {
    const { status, answer } = await post(form.dataset.save, { version, why, lines });
    tell(answer.problems);
    if (answer.errors) show({ derived: {}, errors: answer.errors });
    if (status === 200) saved(answer, { lines, why });
    if (status === 409 && (await askWhatStands(answer.clashes, [...body.rows], { rename, label: whoOf }))) {
      saving = false;
      await save();
    }
  } catch {
    tell(["The server cannot be reached: nothing is saved, and what you typed stays here. Save again."]);
  } finally {
    saving = false;
  }
}

function saved({ html, version, warnings, merged }, sent) {
  range.clear();
  const at = place(document.activeElement);
  body.innerHTML = html;
  form.elements.version.value = version;
  form.elements.why.value = "";
  touched.clear();
  done.length = undone.length = 0;
  if (sent.lines.length) saves.push(sent);
  begin();
  const also = merged ? " Somebody else had saved too: both are here now." : "";
  document.querySelector("#grid-count").textContent = `Saved.${also}`;
  tell(warnings);
  if (at) goTo(at.row, at.column);
}

// Moving and typing ------------------------------------------------------------------------------------------------------

let before = "";
let hasCaret = false;
let entering = false;

function place(cell) {
  return isCell(cell) ? { row: [...body.rows].indexOf(cell.closest("tr")), column: cellsOf(cell.closest("tr")).indexOf(cell) } : null;
}

function goTo(row, column) {
  if (row === body.rows.length) addLine();
  const cells = cellsOf(body.rows[Math.max(0, Math.min(row, body.rows.length - 1))]);
  enter(cells[Math.max(0, Math.min(column, cells.length - 1))]);
}

function enter(cell) {
  range.clear();
  cell.focus();
  cell.select();
  before = cell.value;
}

function leave(cell) {
  if (!isCell(cell)) return;
  remember([{ cell, before, after: cell.value }]);
  before = cell.value;
}

const MOVES = {
  ArrowUp: ({ row, column }) => [row - 1, column],
  ArrowDown: ({ row, column }) => [Math.min(row + 1, body.rows.length - 1), column],
  ArrowLeft: ({ row, column }) => [row, column - 1],
  ArrowRight: ({ row, column }) => [row, column + 1],
  PageUp: ({ row, column }) => [row - 10, column],
  PageDown: ({ row, column }) => [Math.min(row + 10, body.rows.length - 1), column],
  Home: ({ row, column }, all) => [all ? 0 : row, all ? column : 0],
  End: ({ row, column }, all) => [all ? body.rows.length - 1 : row, all ? column : 99],
};
const WITHIN_TEXT = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);
const COMMANDS = {
  z: (event) => (event.shiftKey ? redo() : undo()),
  y: () => redo(),
  s: () => save(),
};

function undo() {
  leave(document.activeElement);
  if (!done.length && saves.length) takeBack(saves.pop());
  else step(done, undone, "before");
}

function redo() {
  leave(document.activeElement);
  step(undone, done, "after");
}

function onKey(event) {
  const cell = event.target;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && COMMANDS[event.key.toLowerCase()];
  if (command) {
    event.preventDefault();
    command(event);
  } else if (isCell(cell) && !event.isComposing && !suggest.takes(event)) {
    onCellKey(event, cell);
  }
}

function onCellKey(event, cell) {
  const move = MOVES[event.key];
  if (event.key === "Enter") {
    event.preventDefault();
    const { row, column } = place(cell);
    goTo(row + (event.shiftKey ? -1 : 1), column);
  } else if (event.key === "Escape") {
    range.clear();
    put([{ cell, text: before }]);
    hasCaret = false;
    cell.select();
  } else if (event.key === "F2") {
    hasCaret = true;
    cell.setSelectionRange(cell.value.length, cell.value.length);
  } else if ((event.key === "Delete" || event.key === "Backspace") && range.end()) {
    event.preventDefault();
    write(range.lines().flat().map((one) => ({ cell: one, text: "" })));
  } else if (move && !event.altKey && !(hasCaret && WITHIN_TEXT.has(event.key))) {
    event.preventDefault();
    const all = event.ctrlKey || event.metaKey;
    if (event.shiftKey) range.extend(place(cell), move(range.end() ?? place(cell), all));
    else goTo(...move(place(cell), all));
  }
}

function onCopy(event) {
  if (!range.end()) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", range.asText());
  if (event.type === "cut") write(range.lines().flat().map((cell) => ({ cell, text: "" })));
}

async function onPaste(event) {
  const text = event.clipboardData.getData("text/plain");
  const from = event.target;
  if (!isCell(from) || (!range.end() && !/[\t\n]/.test(text.trim()))) return;
  event.preventDefault();
  const block = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  if (range.end()) lay(block, range.corner());
  else if (from.dataset.cell === "sections_text") lay(block.map((times) => [times.join(" ")]), place(from));
  else await offer(text, from.closest("tr"));
}

/** A block of texts cell by cell, as far as there are columns; a single one fills the picked range. */
function lay(block, { row, column }) {
  const isOne = block.length === 1 && block[0].length === 1;
  if (isOne && range.end()) return write(range.lines().flat().map((cell) => ({ cell, text: block[0][0].trim() })));
  const changes = block.flatMap((texts, down) => {
    const cells = cellsOf(body.rows[row + down] ?? addLine()).slice(column);
    return texts.slice(0, cells.length).map((text, across) => ({ cell: cells[across], text: text.trim() }));
  });
  return write(changes);
}

async function onFile({ target }) {
  const data = new FormData();
  data.append("file", target.files[0]);
  target.value = "";
  const { status, answer } = await post(form.dataset.file, data);
  tell(answer.problems);
  if (status === 200) await offer(answer.text, body.rows[0]);
}

async function offer(text, row) {
  const lines = await openPaste(text, (data) => post(form.dataset.paste, data), tell);
  if (lines) take(lines, row);
}

function take(lines, from) {
  const rows = [...body.rows];
  const byName = new Map(rows.filter(whoOf).map((row) => [whoOf(row).toLowerCase(), row]));
  const empty = rows.slice(rows.indexOf(from)).filter((row) => cellsOf(row).every((cell) => !cell.value.trim()));
  const changes = [];
  for (const line of lines) {
    const known = byName.get((line.athlete ?? line.team_name).toLowerCase());
    const heat = known?.querySelector("[data-cell=heat_text]").value.trim();
    const row = known && (!heat || !line.heat_text || heat === line.heat_text) ? known : (empty.shift() ?? addLine());
    for (const cell of cellsOf(row)) {
      const text = line[cell.dataset.cell];
      if (text) changes.push({ cell, text });
    }
  }
  write(changes);
  if (changes.length) enter(changes[0].cell);
}

function begin() {
  for (const row of body.rows) {
    const number = Number(row.dataset.line.slice(1));
    if (row.dataset.line.startsWith("n")) lastNew = Math.max(lastNew, number);
    if (Object.keys(edit(row).cells).length) touched.add(row);
  }
}

document.querySelector("#grid-table").setAttribute("role", "grid");
for (const row of document.querySelectorAll("#grid-table tr")) row.setAttribute("role", "row");
form.addEventListener("keydown", onKey);
form.addEventListener("paste", onPaste);
form.addEventListener("copy", onCopy);
form.addEventListener("cut", onCopy);
document.querySelector("#grid-file").addEventListener("change", onFile);
document.querySelector("#grid-file").closest("label").hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
form.addEventListener("pointerdown", (event) => {
  const { target } = event;
  if (event.button) return;
  const at = place(document.activeElement);
  if (event.shiftKey && isCell(target) && at && target !== document.activeElement) {
    event.preventDefault();
    const to = place(target);
    range.extend(at, [to.row, to.column]);
    return;
  }
  range.clear();
  entering = isCell(target) && target !== document.activeElement;
  hasCaret = isCell(target) && !entering;
});
form.addEventListener("click", ({ target }) => {
  if (entering && isCell(target)) target.select();
  entering = false;
});
form.addEventListener("dblclick", () => (hasCaret = true));
body.addEventListener("focusin", ({ target }) => {
  if (!isCell(target)) return;
  range.clear();
  before = target.value;
  hasCaret = false;
  explain(target);
});
body.addEventListener("focusout", ({ target }) => leave(target));
body.addEventListener("input", ({ target }) => {
  const row = target.closest("tr");
  range.clear();
  touched.add(row);
  row.classList.toggle("going", isRemoved(row));
  if (target.dataset.cell === "athlete") suggest.ask(target, form.dataset.people);
  changed();
});
addEventListener("beforeunload", (event) => {
  if (edits().length) event.preventDefault();
});
range.begin(body, cellsOf);
suggest.begin(document.querySelector("#grid-people"), (cell) => put([{ cell, text: cell.value }]));
begin();
