'use strict';
(() => {
  const cards = [...document.querySelectorAll('.suspects li')];
  const state = document.getElementById('state');
  const key = `hourglass labels ${document.getElementById('review').dataset.name} ${cards.length}`;
  const decided = new Map();
  try {
    for (const [index, label] of JSON.parse(localStorage.getItem(key) ?? '[]')) decided.set(index, label);
  } catch { /* a page opened from a file may have no storage */ }

  const show = () => {
    for (const card of cards) {
      const label = decided.get(card.dataset.index);
      card.classList.toggle('changed', label !== undefined && label === card.dataset.suggested);
      card.classList.toggle('kept', label !== undefined && label === card.dataset.label);
    }
    state.textContent = `${decided.size} of ${cards.length} decided`;
  };
  const decide = (card, label) => {
    if (label === undefined) decided.delete(card.dataset.index); else decided.set(card.dataset.index, label);
    try { localStorage.setItem(key, JSON.stringify([...decided])); } catch { /* as above */ }
    show();
  };
  const move = (card, by) => {
    const next = cards[Math.min(cards.length - 1, Math.max(0, cards.indexOf(card) + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const quote = (text) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const save = () => {
    const rows = cards.filter((card) => decided.has(card.dataset.index))
      .map((card) => [card.dataset.index, quote(card.dataset.name), quote(decided.get(card.dataset.index))].join(','));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`index,name,label\n${rows.map((row) => `${row}\n`).join('')}`], { type: 'text/csv' }));
    link.download = 'decisions.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };

  document.getElementById('save').addEventListener('click', save);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === 'BUTTON') return;
    const card = cards.includes(document.activeElement) ? document.activeElement : null;
    const pressed = event.key.toLowerCase();
    if (pressed === 's') save();
    else if (!card && ['y', 'n', 'u', 'arrowright', 'arrowleft'].includes(pressed)) cards[0]?.focus();
    else if (pressed === 'y') { decide(card, card.dataset.suggested); move(card, 1); }
    else if (pressed === 'n') { decide(card, card.dataset.label); move(card, 1); }
    else if (pressed === 'u') { decide(card); move(card, 1); }
    else if (pressed === 'arrowright') move(card, 1);
    else if (pressed === 'arrowleft') move(card, -1);
    else return;
    event.preventDefault();
  });
  show();
  cards[0]?.focus();
})();
