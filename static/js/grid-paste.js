// What a pasted table is taken for, shown before it is taken: a kind for each column, a choice for each unknown name.

const dialog = document.querySelector("#grid-paste");
const kindsTemplate = dialog.querySelector("template").content.firstElementChild;
const make = (tag, fields = {}) => Object.assign(document.createElement(tag), fields);

/** Resolves to the lines to take, null where the editor thinks better of it. `ask` posts to the server. */
export async function openPaste(text, ask, tell) {
  let found = await read({ text }, ask, tell);
  if (!found) return null;
  const choices = new Map();
  draw(found, choices);
  dialog.onchange = async ({ target }) => {
    if (!("column" in target.dataset)) return;
    const kinds = [...dialog.querySelectorAll("[data-column]")].map((select) => select.value);
    const again = await read({ text, kinds }, ask, tell);
    if (again) draw((found = again), choices);
  };
  dialog.showModal();
  const answer = await new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
  dialog.returnValue = "";
  return answer === "take" ? found.lines.map((line) => named(line, choices)) : null;
}

async function read(data, ask, tell) {
  const { status, answer } = await ask(data);
  tell(answer.problems);
  return status === 200 ? answer : null;
}

function named(line, choices) {
  const choice = choices.get(line.athlete)?.value;
  return choice ? { ...line, athlete: choice } : line;
}

function draw(found, choices) {
  const lost = found.count - found.lines.length;
  const help = `${found.lines.length} lines with a name${lost ? `; ${lost} without one are left out` : ""}.`;
  dialog.querySelector("#grid-paste-help").textContent = `${help} See that each column is taken for what it is.`;
  dialog.querySelector("thead").replaceChildren(heads(found));
  dialog.querySelector("tbody").replaceChildren(...found.rows.map(row));
  choices.clear();
  const unknown = dialog.querySelector("#grid-unknown");
  unknown.replaceChildren(...(found.unknown.length ? [make("h3", { textContent: "Not known by these names" })] : []));
  for (const offer of found.unknown) unknown.append(choice(offer, choices));
}

function heads({ kinds, headings }) {
  const line = make("tr");
  kinds.forEach((kind, number) => {
    const select = kindsTemplate.cloneNode(true);
    select.value = kind;
    select.dataset.column = number;
    select.ariaLabel = `Column ${number + 1}${headings[number] ? `, ${headings[number]}` : ""}`;
    const head = make("th", { scope: "col" });
    head.append(make("small", { textContent: headings[number] ?? "" }), select);
    line.append(head);
  });
  return line;
}

function row(cells) {
  const line = make("tr");
  line.append(...cells.map((text) => make("td", { textContent: text })));
  return line;
}

function choice({ text, noc, options }, choices) {
  const label = make("label", { textContent: `${text}${noc ? ` (${noc})` : ""} ` });
  const select = make("select");
  const add = new Option("a new athlete: add", `+ ${text}`);
  const later = new Option("leave it marked, for me to choose", text);
  select.append(...(options.length ? [later] : []), ...options.map((one) => new Option(one.label, one.text)), add);
  if (!options.length) select.append(later);
  choices.set(text, select);
  label.append(select);
  return label;
}
