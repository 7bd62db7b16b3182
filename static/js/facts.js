// The facts beside a report's text: fetched for its race, filtered in place, inserted at the cursor.
// Expects <aside data-facts-url="/admin/olympics/race/7/facts/">, or with 0 for the race and data-facts-of="#id_race" where the race
// is chosen in the form; with data-insert-into="#id_body" facts can be inserted there.

const panel = document.querySelector("[data-facts-url]");
const race = panel && document.querySelector(panel.dataset.factsOf || "nothing");
const body = panel && document.querySelector(panel.dataset.insertInto || "nothing");

function insert(text) {
  if (body.editor) return body.editor.insert(text);
  const before = body.value.slice(0, body.selectionStart);
  const space = !before || /\s$/.test(before) ? "" : " ";
  body.setRangeText(space + text, body.selectionStart, body.selectionEnd, "end");
  body.dispatchEvent(new Event("input", { bubbles: true }));
  body.focus();
}

let asked = 0; // an answer that comes after a newer question is not shown

async function load(url) {
  const mine = ++asked;
  const address = new URL(url, location.href);
  address.searchParams.set("fragment", "1");
  const response = await fetch(address, { credentials: "same-origin" });
  const text = await response.text();
  if (!response.ok || mine !== asked) return;
  const parsed = new DOMParser().parseFromString(text, "text/html");
  panel.replaceChildren(...parsed.body.children);
  for (const button of panel.querySelectorAll(".facts-insert")) {
    button.hidden = !body;
    button.addEventListener("click", () => insert(button.dataset.text));
  }
  const form = panel.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    load(`${form.getAttribute("action")}?${query}`);
  });
}

function follow() {
  if (race.value) load(panel.dataset.factsUrl.replace("/0/", `/${race.value}/`));
}

if (race) {
  follow();
  if (window.django?.jQuery) window.django.jQuery(race).on("change", follow);
} else if (panel) {
  load(panel.dataset.factsUrl);
}
