"""The page's style and the few lines of script that filter its questions."""

STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1d232b; --paper: #fbfaf7; --soft: #5f6873; --rule: #d9d6cf; --card: #fff;
  --one: #1660a8; --two: #b84a16; --good: #1c7a46; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e6e3; --paper: #15181c; --soft: #9aa3ad; --rule: #343a42; --card: #1c2026;
    --one: #7ab8f5; --two: #f2a071; --good: #6fcf97; --bad: #f2867f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 70rem; margin: 0 auto; padding: 1.25rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th { text-align: left; font-weight: 500; }
th, td { padding: .2rem .9rem .2rem 0; vertical-align: top; }
td { text-align: right; }
thead th, thead td { color: var(--soft); font-weight: 400; }
tbody tr { border-top: 1px solid var(--rule); }
.figures .meaning { text-align: left; color: var(--soft); padding-left: .6rem; }
.settings td { text-align: left; overflow-wrap: anywhere; }
.plots, .groups { margin-top: 1.5rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
.groups { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.5rem 2.5rem; }
.bar { width: 9rem; padding-right: 0; vertical-align: middle; }
.bar span { display: block; height: .6rem; border-radius: .15rem; background: var(--one); }
figure { margin: 0; }
figcaption { font-weight: 500; }
svg { width: 100%; height: auto; }
.grid { stroke: var(--rule); stroke-width: 1; }
.tick, .label { fill: var(--soft); font-size: 11px; }
.end { text-anchor: end; }
.middle, .label { text-anchor: middle; }
.mark { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
.line { fill: none; stroke-width: 2; }
.line-0 { stroke: var(--one); }
.line-1 { stroke: var(--two); stroke-dasharray: 5 3; }
.key { font-size: .85rem; margin-right: 1rem; }
.key-0 { color: var(--one); }
.key-1 { color: var(--two); }
.controls { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: .75rem; }
button, input {
  font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--rule); border-radius: .4rem; padding: .25rem .6rem;
}
button[aria-pressed=false] { opacity: .55; text-decoration: line-through; }
input { flex: 1 1 12rem; }
.question { border-top: 1px solid var(--rule); padding: .45rem 0; overflow-wrap: anywhere; }
summary { cursor: pointer; display: flex; gap: .5rem; align-items: baseline; }
summary::before { content: "▸"; color: var(--soft); }
details[open] > summary::before { content: "▾"; }
summary .verdict { flex: 0 0 6.2rem; }
.verdict { font-size: .85rem; font-weight: 600; color: var(--bad); }
.v-right, .v-refused { color: var(--good); }
.v-missed { color: var(--two); }
.answer { white-space: pre-line; }
.facts, .note { color: var(--soft); font-size: .88rem; }
blockquote { margin: .2rem 0; padding-left: .7rem; border-left: 3px solid var(--rule); }
a { color: var(--one); }
[hidden] { display: none; }
@media (max-width: 46rem) {
  main { padding: .9rem; }
  .figures { font-size: .82rem; }
  .figures td { white-space: nowrap; }
  .figures .meaning { display: none; }
  th, td { padding-right: .6rem; }
  .bar { width: 5rem; }
  .groups table { width: 100%; font-size: .82rem; }
  .groups thead { white-space: nowrap; }
  summary { flex-wrap: wrap; gap: 0 .5rem; }
  summary .verdict { flex-basis: 80%; }
}
"""

SCRIPT = """
const shown = new Set([...document.querySelectorAll('button[data-verdict]')]
  .map(button => button.dataset.verdict));
const search = document.getElementById('search');
function filter() {
  const words = search.value.toLowerCase();
  for (const item of document.querySelectorAll('.question')) {
    item.hidden = !shown.has(item.dataset.verdict)
      || !item.textContent.toLowerCase().includes(words);
  }
}
for (const button of document.querySelectorAll('button[data-verdict]')) {
  button.addEventListener('click', () => {
    const pressed = button.getAttribute('aria-pressed') === 'true';
    button.setAttribute('aria-pressed', String(!pressed));
    if (pressed) shown.delete(button.dataset.verdict); else shown.add(button.dataset.verdict);
    filter();
  });
}
search.addEventListener('input', filter);
"""
