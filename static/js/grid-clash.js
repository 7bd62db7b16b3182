// Cells that two editors changed at once: before, theirs and mine side by side, and a choice for each.

const dialog = document.querySelector("#grid-clash");
const make = (tag, fields = {}) => Object.assign(document.createElement(tag), fields);

/** Puts what was chosen into the rows, so that saving again goes through. Resolves to whether to save. */
export async function askWhatStands(clashes, rows, { rename, label }) {
  const choices = clashes.flatMap((clash) => {
    const row = rows.find((one) => one.dataset.line === clash.line);
    return questions(clash, row, label(row));
  });
  dialog.querySelector("tbody").replaceChildren(...choices.map(({ line }) => line));
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "save") return false;
  for (const clash of clashes) settle(clash, rows, choices, rename);
  return true;
}

function questions(clash, row, who) {
  if (!clash.cells.length) {
    const mine = clash.theirs ? "removed" : "kept";
    const theirs = clash.theirs ? "changed" : "removed";
    return [question(clash, "", [who, "the whole line", "", theirs, mine])];
  }
  return clash.cells.map((name) => {
    const cell = row.querySelector(`[data-cell=${name}]`);
    const title = cell.ariaLabel.split(",")[0];
    return question(clash, name, [who, title, cell.dataset.stored, clash.theirs[name], cell.value]);
  });
}

function question(clash, name, [who, title, before, theirs, mine]) {
  const line = make("tr");
  line.append(make("th", { scope: "row", textContent: who }), make("td", { textContent: title }), make("td", { textContent: before }));
  const group = `stands-${clash.line}-${name}`;
  for (const [value, text] of [["theirs", theirs], ["mine", mine]]) {
    const label = make("label", { textContent: ` ${text || "(empty)"}` });
    label.prepend(make("input", { type: "radio", name: group, value, checked: value === "mine" }));
    const cell = make("td");
    cell.append(label);
    line.append(cell);
  }
  const isMine = () => line.querySelector("input:checked").value === "mine";
  return { clash, name, line, isMine };
}

function settle(clash, rows, choices, rename) {
  const row = rows.find((one) => one.dataset.line === clash.line);
  const own = choices.filter((one) => one.clash === clash);
  if (!clash.theirs) return own[0].isMine() ? revive(row, rename) : row.remove();
  if (clash.now !== clash.line) rename(row, clash.now);
  const wins = Object.fromEntries(own.map((one) => [one.name, one.isMine()]));
  for (const cell of row.querySelectorAll("[data-cell]")) {
    const theirs = clash.theirs[cell.dataset.cell];
    const isEdited = cell.value.trim() !== cell.dataset.stored;
    if (wins[cell.dataset.cell] === false || !isEdited) cell.value = theirs;
    cell.dataset.stored = theirs;
  }
  const remove = row.querySelector("[name$=-remove]");
  if (!clash.cells.length && remove) remove.checked = own[0].isMine();
  return undefined;
}

let revived = 0;

/** A line that the other removed and I kept: it comes back as a new one. */
function revive(row, rename) {
  rename(row, `n${900000 + (revived += 1)}`);
  for (const cell of row.querySelectorAll("[data-cell]")) cell.dataset.stored = "";
}
