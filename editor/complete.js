// Completion of {{ directives }}, of athletes after [[ and {mark: , and of quotes after {{ quote , from the server's lists.

const DIRECTIVES = [
  { label: "{{ results }}", detail: "the race's results box" },
  { label: "{{ results top=8 }}", detail: "the first eight" },
  { label: "{{ record }}", detail: "record callouts" },
  { label: "{{ chart progression }}", detail: "the record over time" },
  { label: "{{ next }}", detail: "what comes next" },
  { label: "{{ quote ", detail: "a quote from the bank" },
];

async function ask(textarea, kind, query) {
  const url = new URL(textarea.dataset.completeUrl, location.href);
  url.search = new URLSearchParams({ kind, q: query, race: textarea.form.elements.race?.value ?? "" });
  const response = await fetch(url, { credentials: "same-origin" });
  return response.ok ? (await response.json()).options : [];
}

const asked = [
  { pattern: /\{\{ ?quote [\w-]*$/, kind: "quote", open: /^\{\{ ?quote /, close: " }}" },
  { pattern: /\[\[[^\[\]|\n]*$/, kind: "athlete", open: /^\[\[/, close: "]]" },
  { pattern: /\{mark:[\w-]*$/, kind: "athlete", open: /^\{mark:/, close: "}" },
];

export function completeFrom(textarea) {
  return async (context) => {
    for (const { pattern, kind, open, close } of asked) {
      const typed = context.matchBefore(pattern);
      if (!typed) continue;
      const start = typed.text.match(open)[0].length;
      const options = await ask(textarea, kind, typed.text.slice(start));
      return {
        from: typed.from + start,
        filter: false,
        options: options.map(({ value, label }) => ({ label: value, detail: label, apply: value + close })),
      };
    }
    const typed = context.matchBefore(/\{\{[\w =-]*$/);
    return typed && { from: typed.from, options: DIRECTIVES };
  };
}
