// The declarations at the head of a query, folded away until the reader opens them: words come from the page.
import { codeFolding, foldedRanges, foldEffect, unfoldEffect } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

const DECLARATION = /^\s*(?:PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)\s*(?:#.*)?$/i;
const KEY = "prefixes";

// What follows the first word of the first declaration, to the end of the last one, where there are several.
function prologue(doc) {
  let first = null;
  let last = null;
  let count = 0;
  for (let number = 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    if (DECLARATION.test(line.text)) {
      first ??= line;
      last = line;
      count += 1;
    } else if (/^\s*[^\s#]/.test(line.text)) break;
  }
  return count < 2 ? null : { from: first.from + first.text.search(/\S/) + first.text.trim().search(/\s|</), to: last.to, count };
}

function folded(state) {
  let found = null;
  foldedRanges(state).between(0, state.doc.length, (from, to) => { found = { from, to }; });
  return found;
}

// Only the choice of the reader is kept, for as long as the tab is open.
function opened(value) {
  try {
    if (value !== undefined) sessionStorage.setItem(KEY, value ? "oui" : "non");
    return sessionStorage.getItem(KEY) === "oui";
  } catch { return false; }
}

/** Returns what the editor needs, and what folds, opens and tells of the declarations. */
export function prefixes(button) {
  const said = button.dataset;
  const told = (count) => said.folded.replace("0", count);

  function fold(view) {
    const range = prologue(view.state.doc);
    if (!range || folded(view.state)) return false;
    const { head } = view.state.selection.main;
    // What is folded away is no place to write.
    const moved = head > range.from && head < range.to ? { selection: { anchor: Math.min(range.to + 1, view.state.doc.length) } } : {};
    view.dispatch({ ...moved, effects: foldEffect.of({ from: range.from, to: range.to }) });
    return true;
  }
  function toggle(view) {
    const range = folded(view.state);
    if (range) view.dispatch({ effects: [unfoldEffect.of(range), EditorView.announce.of(said.opened)] });
    else if (fold(view)) view.dispatch({ effects: EditorView.announce.of(told(prologue(view.state.doc).count)) });
    else return false;
    opened(Boolean(range));
    return true;
  }
  // A declaration that was added is folded with the others.
  function renew(view) {
    const range = folded(view.state);
    if (range) view.dispatch({ effects: unfoldEffect.of(range) });
    fold(view);
  }
  function show(view) {
    const range = folded(view.state);
    button.hidden = !range && !prologue(view.state.doc);
    button.textContent = range ? said.open : said.fold;
  }
  const look = codeFolding({
    preparePlaceholder: (state) => prologue(state.doc)?.count ?? 0,
    placeholderDOM: (view, _open, count) => {
      const element = Object.assign(document.createElement("span"), { className: "cm-foldPlaceholder", title: said.open, textContent: told(count) });
      element.addEventListener("click", (event) => { event.preventDefault(); toggle(view); });
      return element;
    },
  });
  const watch = EditorView.updateListener.of((update) => { if (update.docChanged || foldedRanges(update.startState) !== foldedRanges(update.state)) show(update.view); });

  // Where the server found a fault among the declarations, they stay open.
  function begin(view, faultyLine = 0) {
    const range = prologue(view.state.doc);
    const within = range && faultyLine && faultyLine <= view.state.doc.lineAt(range.to).number;
    if (range && !within && !opened()) fold(view);
    show(view);
  }
  return { extensions: [look, watch], begin, renew, toggle, folded: (view) => folded(view.state) !== null };
}
