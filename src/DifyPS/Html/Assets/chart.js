// A chart is one stop of the Tab key; the arrow keys go about in it. Escape hides the details that are shown, as pages should.
for (const chart of document.querySelectorAll('[data-keys]')) {
  const parts = [...chart.querySelectorAll('[tabindex]')];
  const [back, on] = chart.dataset.keys.split(' ');
  const enter = part => parts.forEach(one => one.setAttribute('tabindex', one === part ? '0' : '-1'));
  enter(parts[0]);
  chart.addEventListener('focusin', event => {
    chart.classList.remove('quiet');
    if (parts.includes(event.target)) enter(event.target);
  });
  chart.addEventListener('pointermove', () => chart.classList.remove('quiet'));
  chart.addEventListener('keydown', event => {
    const at = parts.indexOf(document.activeElement);
    const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: parts.length - 1 }[event.key];
    if (at < 0 || parts[to] === undefined) return;
    event.preventDefault();
    parts[to].focus();
  });
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') document.querySelectorAll('[data-keys]').forEach(chart => chart.classList.add('quiet'));
});
