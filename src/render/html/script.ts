/**
 * The interactive parts of the page. The script creates every control, so that the page has no dead control without it.
 * The text is inlined unchanged, since the content security policy names it by its hash.
 */
export const script: string = String.raw`'use strict';
(() => {
  const all = (selector, within) => [...(within ?? document).querySelectorAll(selector)];
  const make = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const button = (text, act) => {
    const made = make('button', { type: 'button' }, text);
    made.addEventListener('click', act);
    return made;
  };
  const choice = (label, options, act) => {
    const wrapper = make('label', {}, label + ' ');
    const select = make('select');
    for (const [value, text] of options) select.append(make('option', { value }, text));
    select.addEventListener('change', () => act(select.value));
    wrapper.append(select);
    return wrapper;
  };
  const tools = (label, ...parts) => {
    const made = make('div', { class: 'tools', role: 'group', 'aria-label': label });
    made.append(...parts);
    return made;
  };
  const msText = (ms) => (ms >= 999.5 ? (ms / 1000).toFixed(2) + ' s' : Number(ms.toPrecision(3)) + ' ms');
  const timeText = (s) => {
    if (s < 120) return Number(s.toFixed(1)) + ' s';
    return s < 7200 ? Number((s / 60).toFixed(1)) + ' min' : Number((s / 3600).toFixed(2)) + ' h';
  };

  const themes = ['system', 'light', 'dark'];
  const theme = button('Colours: system', () => {
    const root = document.documentElement;
    const next = themes[(themes.indexOf(root.className || 'system') + 1) % themes.length];
    root.className = next === 'system' ? '' : next;
    theme.textContent = 'Colours: ' + next;
  });
  theme.className = 'theme';
  document.querySelector('header').prepend(theme);

  for (const block of all('pre')) {
    const copy = button('Copy', () => {
      navigator.clipboard.writeText(block.textContent).then(
        () => (copy.textContent = 'Copied'),
        () => getSelection().selectAllChildren(block),
      );
    });
    copy.classList.add('copy');
    copy.setAttribute('aria-label', 'Copy the command');
    block.before(copy);
  }

  const tip = make('div', { class: 'tip', 'aria-hidden': 'true' });
  tip.hidden = true;
  document.body.append(tip);
  const showTip = (text, event) => {
    tip.textContent = text;
    tip.hidden = false;
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = Math.max(4, event.clientY - tip.offsetHeight - 12) + 'px';
  };
  const hideTip = () => (tip.hidden = true);
  addEventListener('scroll', hideTip, { passive: true });
  for (const mark of all('.plot :is(rect, circle, path) > title').map((title) => title.parentNode)) {
    const text = mark.firstChild.textContent;
    mark.firstChild.remove();
    mark.addEventListener('pointermove', (event) => {
      event.stopPropagation();
      showTip(text, event);
    });
    mark.addEventListener('pointerleave', hideTip);
  }

  const suites = document.getElementById('suites');
  if (suites !== null) {
    const rows = all('tbody tr', suites);
    const head = suites.querySelector('thead th:last-child');
    const draw = (statistic) => {
      const values = rows.map((row) => Number(row.getAttribute('data-' + statistic) ?? 0));
      const longest = Math.max(...values);
      head.textContent = statistic === 'p50' ? 'median' : statistic;
      rows.forEach((row, index) => {
        const share = longest === 0 ? 0 : values[index] / longest;
        row.querySelector('.bar rect').setAttribute('width', Math.max(1, Math.round(share * 160)));
      });
    };
    const names = [['p50', 'median'], ['mean', 'mean'], ['p95', 'p95'], ['p99', 'p99'], ['max', 'max']];
    suites.parentNode.before(tools('Statistic', choice('Bars show the', names, draw)));
  }

  const checks = document.getElementById('check-table');
  if (checks !== null) {
    const rows = all('tbody tr', checks);
    const count = make('output', {}, rows.length + ' checks');
    let [outcome, group, sought] = ['all', 'all', ''];
    const filter = () => {
      for (const row of rows) {
        const isOfGroup = group === 'all' || row.dataset.group === group;
        const fits = isOfGroup && (outcome === 'all' || row.dataset.outcome === outcome);
        row.hidden = !fits || !row.textContent.toLowerCase().includes(sought);
      }
      count.textContent = rows.filter((row) => !row.hidden).length + ' of ' + rows.length + ' checks';
    };
    const outcomes = [['all', 'all'], ['fail', 'failed'], ['inconclusive', 'undecided'], ['pass', 'passed'], ['not-applicable', 'not applicable']];
    const pick = choice('Show', outcomes, (value) => ((outcome = value), filter()));
    const names = [...new Set(rows.map((row) => row.dataset.group))].filter((name) => name !== undefined);
    const groups = [['all', 'all groups'], ...names.map((name) => [name, name])];
    const pickGroup = choice('of', groups, (value) => ((group = value), filter()));
    const searchLabel = make('label', {}, 'with ');
    const input = make('input', { type: 'search', placeholder: 'rotation, RFC …' });
    input.addEventListener('input', () => ((sought = input.value.toLowerCase()), filter()));
    searchLabel.append(input);
    checks.parentNode.before(tools('Checks', pick, ...(names.length > 1 ? [pickGroup] : []), searchLabel, count));
  }

  const svg = (name, attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const stepsS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  const courses = all('svg.course').map((node) => {
    const numbers = (key) => node.dataset[key].split(' ').map(Number);
    const [, , width, height] = node.getAttribute('viewBox').split(' ').map(Number);
    const place = { x: Number(node.getAttribute('x')), ticks: node.previousElementSibling };
    return { node, width, height, ...place, span: Number(node.dataset.span), at: numbers('at'), n: numbers('n'), p50: numbers('p50'), max: numbers('max'), errors: numbers('errors'), failed: numbers('failed') };
  });
  const momentOf = ({ at, n, p50, max, errors, failed }, index) => {
    const answered = n[index] === 0 ? 'no right answer' : 'median ' + msText(p50[index]) + ', slowest ' + msText(max[index]);
    const took = failed[index] === 0 ? '' : ' after up to ' + msText(failed[index]);
    const wrong = errors[index] === 0 ? '' : ', ' + errors[index] + ' failed' + took;
    return timeText(at[index]) + ': ' + answered + wrong;
  };
  let shown = [0, 1];
  const drawTicks = ({ ticks, x, width, span }) => {
    const [from, to] = [shown[0] * span, shown[1] * span];
    const most = width < 400 ? 4 : 8;
    const step = stepsS.find((candidate) => (to - from) / candidate <= most) ?? (to - from) / most;
    const y = Number(ticks.dataset.y);
    ticks.replaceChildren();
    for (let at = Math.ceil(from / step - 1e-9) * step; at <= to + 1e-9; at += step) {
      const place = x + ((at - from) / (to - from)) * width;
      ticks.append(svg('line', { x1: place, x2: place, y1: y, y2: y + 4, class: 'l thin s-soft' }));
      const label = svg('text', { x: place, y: y + 17, class: 'small f-soft', 'text-anchor': 'middle' });
      label.textContent = timeText(at);
      ticks.append(label);
    }
  };
  const show = (from, to) => {
    const length = Math.min(1, Math.max(0.005, to - from));
    const start = Math.min(1 - length, Math.max(0, from));
    shown = [start, start + length];
    for (const course of courses) {
      const { node, width, height } = course;
      node.setAttribute('viewBox', [start * width, 0, length * width, height].join(' '));
      node.classList.toggle('zoomed', length < 1);
      drawTicks(course);
    }
  };
  const shareAt = ({ node }, event) => {
    const box = node.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return shown[0] + share * (shown[1] - shown[0]);
  };
  for (const course of courses) {
    const { node, width, height, at, span } = course;
    node.prepend(svg('rect', { width, height, fill: 'transparent', class: 'ground' }));
    let [start, box] = [null, null];
    node.addEventListener('pointermove', (event) => {
      const share = shareAt(course, event);
      const second = share * span;
      const index = Math.max(0, at.findLastIndex((from) => from <= second));
      showTip(momentOf(course, index), event);
      if (start === null) return;
      box.setAttribute('x', Math.min(start, share) * width);
      box.setAttribute('width', Math.abs(share - start) * width);
    });
    node.addEventListener('pointerleave', hideTip);
    node.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'touch' || event.button !== 0) return;
      node.setPointerCapture(event.pointerId);
      start = shareAt(course, event);
      box = svg('rect', { y: 0, height, width: 0, class: 'chosen' });
      node.append(box);
    });
    node.addEventListener('pointerup', (event) => {
      if (start === null) return;
      const end = shareAt(course, event);
      if (Math.abs(end - start) > 0.005 * (shown[1] - shown[0])) show(Math.min(start, end), Math.max(start, end));
      start = null;
      box.remove();
    });
  }
  if (courses.length > 0) {
    const zoom = (factor) => () => {
      const [middle, half] = [(shown[0] + shown[1]) / 2, ((shown[1] - shown[0]) / 2) * factor];
      show(middle - half, middle + half);
    };
    const move = (share) => () => {
      const by = (shown[1] - shown[0]) * share;
      show(shown[0] + by, shown[1] + by);
    };
    const parts = [button('Zoom in', zoom(0.5)), button('Zoom out', zoom(2)), button('Earlier', move(-0.5)), button('Later', move(0.5)), button('All', () => show(0, 1))];
    document.querySelector('#figure-timeline figcaption').after(tools('Time', ...parts, make('span', {}, 'or drag across a panel')));
  }
})();`;
