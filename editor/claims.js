// What the checker says, as the editor's diagnostics: contradicted claims and broken directives are errors, advice is a hint.

import { Offsets } from "./offsets.js";

const SEVERITY = { contradicted: "error", advice: "info" };
const VERDICT = { supported: "Supported", contradicted: "Contradicted", not_checkable: "Not checkable", advice: "Style" };

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

// Why a claim has its verdict, and the rows that prove it.
export function proof(claim) {
  const box = element("div", "", "cm-proof");
  box.append(element("p", [VERDICT[claim.verdict], claim.why].filter(Boolean).join(": ")));
  for (const row of claim.evidence ?? []) box.append(element("p", row.label, "cm-row"));
  return box;
}

export const said = (textarea) => JSON.parse(textarea.form.elements.accepted?.value || "null") ?? {};

export const isFlagged = (claim, textarea) =>
  SEVERITY[claim.verdict] && !claim.in_quote && !claim.accepted && !(claim.key in said(textarea));

// "This is right": asks for the reason, which goes with the next save and is remembered on the claim.
function accept(claim, textarea, then) {
  const dialog = document.createElement("dialog");
  dialog.className = "accept";
  const form = document.createElement("form");
  form.method = "dialog";
  const label = element("label", `Why is “${claim.text}” right?`);
  const reason = document.createElement("textarea");
  Object.assign(reason, { required: true, maxLength: 500, rows: 3 });
  const keep = element("button", "This is right");
  const cancel = element("button", "Cancel");
  Object.assign(cancel, { type: "button" });
  label.append(reason);
  form.append(label, element("p", "The reason is kept with the report.", "help"), keep, cancel);
  dialog.append(form);
  document.body.append(dialog);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", () => {
    const reasons = { ...said(textarea), [claim.key]: reason.value.trim() };
    if (reason.value.trim()) textarea.form.elements.accepted.value = JSON.stringify(reasons);
    then();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

export function diagnosticsOf(text, answer, textarea, recheck) {
  const offsets = new Offsets(text);
  const wrong = answer.claims.filter((claim) => claim.start >= 0 && isFlagged(claim, textarea)).map((claim) => ({
    ...offsets.placed(claim),
    severity: SEVERITY[claim.verdict],
    message: claim.why,
    renderMessage: () => proof(claim),
    actions: [
      ...(claim.fix ? [{ name: `Write ${claim.fix}`, apply: (view, from, to) => view.dispatch({ changes: { from, to, insert: claim.fix } }) }] : []),
      { name: "This is right", apply: () => accept(claim, textarea, recheck) },
    ],
  }));
  const broken = answer.problems.map((problem) => ({ ...offsets.placed(problem), severity: "error", message: problem.message }));
  return [...wrong, ...broken].sort((one, other) => one.from - other.from);
}

// Claims that are not flagged, placed; they tell on hover why they are right, or why they cannot be checked.
export function quietOf(text, answer, textarea) {
  const offsets = new Offsets(text);
  const quiet = answer.claims.filter((claim) => claim.start >= 0 && !isFlagged(claim, textarea));
  return quiet.map((claim) => ({ claim, ...offsets.placed(claim) })).filter(({ from, to }) => to > from);
}

function button(text, act) {
  const made = element("button", text, "facts-insert");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// Under the editor: how many claims are supported, contradicted and not checkable; and what is wrong in headline and standfirst.
export function showSummary(box, answer, textarea, recheck) {
  const flagged = answer.claims.filter((claim) => claim.start < 0 && isFlagged(claim, textarea));
  const lines = flagged.map((claim) => {
    const line = element("p", `${claim.field[0].toUpperCase()}${claim.field.slice(1)}: “${claim.text}”. ${claim.why} `, "wrong");
    const input = textarea.form.elements[claim.field];
    if (claim.fix) {
      const write = () => {
        input.value = input.value.replace(claim.text, claim.fix);
        recheck();
      };
      line.append(button(`Write ${claim.fix}`, write), " ");
    }
    line.append(button("This is right", () => accept(claim, textarea, recheck)));
    return line;
  });
  box.replaceChildren(element("p", answer.summary_text), ...lines);
}
