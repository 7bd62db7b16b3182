// The list of athletes under a cell that names one: by name, NOC or bib, and at its end the name as a new athlete.

let list = null;
let input = null;
let chosen = -1;
let waiting = 0;
let taken = () => {};

const options = () => [...list.children];

function begin(element, onTaken) {
  list = element;
  taken = onTaken;
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  document.addEventListener("focusin", ({ target }) => target !== input && close());
}

function ask(cell, url) {
  clearTimeout(waiting);
  const typed = cell.value.trim();
  if (!typed || typed.startsWith("+")) return close();
  waiting = setTimeout(() => load(cell, `${url}?q=${encodeURIComponent(typed)}`), 80);
}

async function load(cell, url) {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok || document.activeElement !== cell) return;
  const { people, add } = await response.json();
  const found = people.map((one) => option(one.text, one.label, one.noc));
  if (add) found.push(option(add, add.slice(2), "a new athlete"));
  if (found.length) open(cell, found);
  else close();
}

function option(text, label, note) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.dataset.text = text;
  item.append(label, Object.assign(document.createElement("small"), { textContent: note }));
  return item;
}

function open(cell, found) {
  input = cell;
  chosen = -1;
  list.replaceChildren(...found);
  found.forEach((item, number) => (item.id = `grid-person-${number}`));
  const box = cell.getBoundingClientRect();
  list.hidden = false;
  list.style.insetInlineStart = `${Math.min(box.left, innerWidth - 280)}px`;
  const below = box.bottom + list.offsetHeight < innerHeight;
  list.style.insetBlockStart = `${below ? box.bottom : Math.max(0, box.top - list.offsetHeight)}px`;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
}

function close() {
  clearTimeout(waiting);
  if (!input) return;
  list.hidden = true;
  for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant"]) input.removeAttribute(name);
  input = null;
}

function choose(number) {
  const all = options();
  all[chosen]?.removeAttribute("aria-selected");
  chosen = (number + all.length) % all.length;
  all[chosen].setAttribute("aria-selected", "true");
  all[chosen].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", all[chosen].id);
}

function take(option) {
  const cell = input;
  cell.value = option.dataset.text;
  close();
  taken(cell);
}

/** Whether the open list uses a key; Enter and Tab with a choice take it and then do what they do in the grid. */
function takes(event) {
  if (!input) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
    return true;
  }
  if (event.key === "Escape") {
    close();
    return true;
  }
  if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) take(options()[chosen]);
  return false;
}

export const suggest = { begin, ask, takes };
