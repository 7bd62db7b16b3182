// The report's editor: a textarea becomes CodeMirror with Markdown, completion of directives, athletes and quotes, and the fact
// checker's marks as you write. Without this script the textarea is all there is, and the server says the same on save.
//
// Expects <textarea data-editor data-check-url data-complete-url data-report> in a form with headline, standfirst, race, dateline_on
// and a hidden `accepted`. The server's answers are described in reports/admin/editing.py.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, linter } from "@codemirror/lint";
import { EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, drawSelection, hoverTooltip, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/markdown";

import { completeFrom } from "./complete.js";
import { diagnosticsOf, proof, quietOf, said, showSummary } from "./claims.js";

const DEBOUNCE_MS = 600;

const markdown = new Language(defineLanguageFacet(), parser, [], "markdown"); // without the languages of code blocks

const marks = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.link, class: "cm-soft" },
  { tag: tags.quote, class: "cm-soft" },
]);

const directives = ((decorator) =>
  ViewPlugin.define(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(change) {
        this.decorations = decorator.updateDeco(change, this.decorations);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  ))(
  new MatchDecorator({
    regexp: /\{\{[^{}\n]*\}\}|\[\[[^\[\]\n]*\]\]|\{mark:[^{}\n]*\}/g,
    decoration: Decoration.mark({ class: "cm-directive" }),
  }),
);

// Claims that the results support are marked, those that cannot be checked are not; both tell why on hover.
const setQuiet = StateEffect.define();
const quiet = StateField.define({
  create: () => RangeSet.empty,
  update(claims, transaction) {
    for (const effect of transaction.effects) if (effect.is(setQuiet)) return effect.value;
    return claims.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function quietMarks(claims) {
  const ranges = claims.map(({ claim, from, to }) =>
    Decoration.mark({ class: claim.verdict === "supported" ? "cm-supported" : "", claim }).range(from, to),
  );
  return Decoration.set(ranges, true);
}

const quietProof = hoverTooltip((view, at) => {
  let found = null;
  view.state.field(quiet).between(at, at, (from, to, { spec }) => {
    found = { pos: from, end: to, create: () => ({ dom: proof(spec.claim) }) };
    return false;
  });
  return found;
});

const recheck = StateEffect.define();
const asksAgain = (update) => update.transactions.some(({ effects }) => effects.some((effect) => effect.is(recheck)));

async function ask(textarea, body) {
  const value = (name) => textarea.form.elements[name]?.value ?? "";
  const names = ["headline", "standfirst", "race", "dateline_on"];
  const told = Object.fromEntries(names.map((name) => [name, value(name)]));
  const response = await fetch(textarea.dataset.checkUrl, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": value("csrfmiddlewaretoken") },
    body: JSON.stringify({ ...told, body, report: textarea.dataset.report, accepted: said(textarea) }),
  });
  if (response.ok) return response.json();
  const { error } = await response.json().catch(() => ({ error: "The text could not be checked. Save, and load the page again." }));
  return { claims: [], problems: [], summary_text: error };
}

function checker(textarea, summary) {
  return linter(
    async (view) => {
      const text = view.state.doc.toString();
      const answer = await ask(textarea, text);
      if (view.state.doc.toString() !== text) return [];
      const again = () => view.dispatch({ effects: recheck.of(null) });
      view.dispatch({ effects: setQuiet.of(quietMarks(quietOf(text, answer, textarea))) });
      showSummary(summary, answer, textarea, again);
      return diagnosticsOf(text, answer, textarea, again);
    },
    { delay: DEBOUNCE_MS, needsRefresh: asksAgain },
  );
}

// What the rest of the form says of the text: a change there is a reason to check again.
function followForm(textarea, view) {
  const again = () => view.dispatch({ effects: recheck.of(null) });
  for (const name of ["headline", "standfirst", "dateline_on"]) textarea.form.elements[name]?.addEventListener("input", again);
  const race = textarea.form.elements.race;
  if (race && window.django?.jQuery) window.django.jQuery(race).on("change", again);
}

function enhance(textarea) {
  const summary = document.createElement("div");
  summary.className = "check-summary";
  summary.setAttribute("role", "status");
  const keep = EditorView.updateListener.of((update) => {
    if (update.docChanged) textarea.value = update.state.doc.toString();
  });
  const extensions = [
    EditorView.cspNonce.of(document.querySelector("script[nonce]")?.nonce ?? ""),
    history(),
    drawSelection(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-labelledby": "id_body_label", spellcheck: "true" }),
    keymap.of([...completionKeymap, ...lintKeymap, ...defaultKeymap, ...historyKeymap]),
    markdown,
    syntaxHighlighting(marks),
    directives,
    quiet,
    quietProof,
    autocompletion({ override: [completeFrom(textarea)] }),
    lintGutter(),
    keep,
    checker(textarea, summary),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: textarea.value, extensions }) });
  textarea.hidden = true;
  textarea.after(view.dom, summary);
  followForm(textarea, view);
  document.querySelector(`label[for="${textarea.id}"]`)?.setAttribute("id", "id_body_label");
  textarea.editor = {
    insert(text) {
      const { from } = view.state.selection.main;
      const before = view.state.sliceDoc(0, from);
      const spaced = !before || /\s$/.test(before) ? text : ` ${text}`;
      view.dispatch(view.state.replaceSelection(spaced));
      view.focus();
    },
  };
}

document.querySelectorAll("textarea[data-editor]").forEach(enhance);
