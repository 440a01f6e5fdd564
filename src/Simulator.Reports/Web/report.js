// Plots and long tables of a report. All data are in the page; texts of data only ever become text nodes or escaped labels.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const pageSize = 100;
  const touch = matchMedia('(pointer: coarse)').matches;

  // Labels of the plotting library take some markup; ours have none.
  const escape = s => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const breakLines = s => escape(s).replace(/\n/g, '<br>');
  const element = (name, text, attributes = {}) => {
    const e = document.createElement(name);
    if (text !== undefined) e.textContent = text;
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    return e;
  };

  // A number as it is read: four digits, all of them in the title.
  const round = v => v === 0 || Number.isInteger(v) && Math.abs(v) < 1e6 ? String(v)
    : Math.abs(v) >= 1e-4 && Math.abs(v) < 1e6 ? String(Number(v.toPrecision(4))) : v.toExponential(3);

  // ---- Long tables ----

  class LongTable {
    constructor(host, table) {
      Object.assign(this, { host, ...table });
      this.cell = this.columns.indexOf('cell');
      this.steps = this.columns.indexOf('steps');
      this.index = new Map(this.rows.map((_, i) => [this.id(i), i]));
      this.order = this.rows.map((_, i) => i);
      this.page = 0;
      this.sorted = { column: -1, down: false };
      this.found = -1;
      this.build();
      this.show();
    }

    id(i) { return `${this.prefix}${this.rows[i][this.cell]}-${this.rows[i][this.steps]}`; }

    value(i, column) {
      const v = this.rows[i][column];
      return v === null ? null : this.isText[column] ? this.texts[v] : v;
    }

    build() {
      const filter = element('input', undefined, { type: 'search', placeholder: 'filter, e.g. sphere dimension>=10 status=ok', 'aria-label': 'Filter rows' });
      filter.addEventListener('input', () => { this.filter(filter.value); this.page = 0; this.show(); });
      this.input = filter;
      this.before = element('button', '‹ before', { type: 'button' });
      this.after = element('button', 'next ›', { type: 'button' });
      this.before.addEventListener('click', () => { this.page--; this.show(); });
      this.after.addEventListener('click', () => { this.page++; this.show(); });
      this.count = element('span', '', { 'aria-live': 'polite' });
      const tools = element('div', undefined, { class: 'tools' });
      tools.append(filter, this.before, this.after, this.count);
      const head = element('tr');
      this.heads = this.columns.map((name, column) => {
        const th = element('th', undefined, { scope: 'col' }), button = element('button', name, { type: 'button' });
        button.addEventListener('click', () => { this.sort(column); this.page = 0; this.show(); });
        th.append(button);
        head.append(th);
        return th;
      });
      this.body = element('tbody');
      const table = element('table'), thead = element('thead'), scroll = element('div', undefined, { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'All rows' });
      thead.append(head);
      table.append(thead, this.body);
      scroll.append(table);
      this.host.replaceChildren(tools, scroll);
    }

    filter(text) {
      const tests = text.trim().split(/\s+/).filter(w => w).map(word => {
        const [, name, sign, wanted] = /^([^<>=]+)(<=|>=|=|<|>)(.+)$/.exec(word) ?? [];
        const column = name === undefined ? -1 : this.columns.indexOf(name), number = Number(wanted);
        if (column < 0) return i => this.columns.some((_, c) => String(this.value(i, c) ?? '').toLowerCase().includes(word.toLowerCase()));
        return i => {
          const v = this.value(i, column);
          if (v === null) return false;
          if (sign === '=') return typeof v === 'number' ? v === number : v === wanted;
          return sign === '<' ? v < number : sign === '>' ? v > number : sign === '<=' ? v <= number : v >= number;
        };
      });
      this.order = this.rows.map((_, i) => i).filter(i => tests.every(t => t(i)));
      this.arrange();
    }

    sort(column) {
      this.sorted = { column, down: this.sorted.column === column && !this.sorted.down };
      this.arrange();
    }

    // Missing values come last either way; equal ones stay in the order of the file.
    arrange() {
      const { column, down } = this.sorted;
      if (column < 0) return;
      this.order.sort((a, b) => {
        const x = this.value(a, column), y = this.value(b, column);
        if (x === null || y === null) return (x === null) - (y === null) || a - b;
        return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1) || a - b;
      });
    }

    show() {
      const pages = Math.max(1, Math.ceil(this.order.length / pageSize));
      this.page = Math.min(Math.max(this.page, 0), pages - 1);
      const shown = this.order.slice(this.page * pageSize, (this.page + 1) * pageSize);
      this.body.replaceChildren(...shown.map(i => this.row(i)));
      this.before.disabled = this.page === 0;
      this.after.disabled = this.page === pages - 1;
      const from = shown.length ? this.page * pageSize + 1 : 0, left = this.order.length < this.rows.length ? ` (${this.rows.length} in all)` : '';
      this.count.textContent = `rows ${from} to ${this.page * pageSize + shown.length} of ${this.order.length}${left}`;
      this.heads.forEach((th, c) => {
        const mine = c === this.sorted.column;
        th.setAttribute('aria-sort', !mine ? 'none' : this.sorted.down ? 'descending' : 'ascending');
        th.firstChild.textContent = this.columns[c] + (!mine ? '' : this.sorted.down ? ' ▾' : ' ▴');
      });
    }

    row(i) {
      const tr = element('tr', undefined, { id: this.id(i), tabindex: '-1' });
      if (i === this.found) tr.classList.add('found');
      this.columns.forEach((_, c) => {
        const v = this.value(i, c), td = element('td');
        if (typeof v === 'number') td.append(element('data', round(v), { value: String(v), title: String(v) }));
        else if (v !== null) { td.textContent = v; td.title = v; }
        tr.append(td);
      });
      return tr;
    }

    // Goes to the page of a row; a filter that hides it is taken away.
    reveal(id) {
      const i = this.index.get(id);
      if (i === undefined) return false;
      this.found = i;
      if (!this.order.includes(i)) { this.input.value = ''; this.filter(''); }
      this.page = Math.floor(this.order.indexOf(i) / pageSize);
      this.show();
      return true;
    }

    text(i) {
      const axes = this.columns.slice(0, this.steps).map((name, c) => [name, c]).filter(([name]) => name !== 'cell');
      const exact = name => { const c = this.columns.indexOf(name); return c < 0 ? null : this.value(i, c); };
      const lines = [`cell ${this.rows[i][this.cell]}, T = ${this.rows[i][this.steps]}`, axes.map(([name, c]) => `${name} = ${this.value(i, c)}`).join(', ')];
      lines.push(`W₁ in [${exact('w1Lower') ?? '?'}, ${exact('w1Upper') ?? '?'}]`);
      if (exact('impliedC1Log10') !== null) lines.push(`implied C₁ = 10^${exact('impliedC1Log10')}`);
      lines.push(`status ${exact('status')}`);
      return lines.join('\n');
    }
  }

  const tables = data.tables.map((table, number) => new LongTable(document.querySelector(`[data-table="${number}"]`), table));

  function goTo(id) {
    tables.some(t => t.reveal(id));
    const row = document.getElementById(id);
    if (!row) return;
    document.querySelectorAll('tr.found').forEach(r => r.classList.remove('found'));
    if (row.tagName === 'TR') row.classList.add('found');
    row.scrollIntoView({ block: 'center', inline: 'start' });
    if (row.tagName === 'TR') row.focus({ preventScroll: true });
  }

  function followHash() {
    if (location.hash.length < 2) return;
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* a name with a lone % is no escape */ }
    goTo(id);
  }

  // ---- Plots ----

  const font = { family: '"DejaVu Sans", system-ui, sans-serif', size: 12, color: '#1a1a1a' };
  const finite = v => v !== null && Number.isFinite(v);

  function axis(a, range) {
    // Few decades have labels at 2 and 5, too; many would be crowded by them.
    const ticks = a.log && range ? { dtick: range[1] - range[0] < 3.2 ? 'D2' : Math.ceil((range[1] - range[0]) / 10) } : {};
    return {
      title: { text: escape(a.title), standoff: 8 }, type: a.log ? 'log' : 'linear', range, ...ticks, showline: true, linecolor: '#1a1a1a', mirror: true,
      gridcolor: '#e4e4e4', zeroline: false, exponentformat: 'power', ticks: 'outside', automargin: true, minor: a.log ? { ticks: 'outside', ticklen: 3 } : {},
    };
  }

  // The measured points make the axes; a guide that leaves them leaves the plot.
  function range(values, log) {
    const known = values.filter(v => finite(v) && (!log || v > 0)).map(v => log ? Math.log10(v) : v);
    if (known.length === 0) return undefined;
    let low = known.reduce((a, b) => Math.min(a, b)), high = known.reduce((a, b) => Math.max(a, b));
    const room = high > low ? 0.06 * (high - low) : 0.3;
    return [low - room, high + room];
  }

  function axes(chart, curves) {
    const own = curves.filter(c => !c.guide);
    const ends = c => [...c.y, ...(c.high ?? []), ...(c.low ?? []).map((v, i) => v ?? (chart.up.log ? c.y[i] / 3 : c.y[i]))];
    return { xaxis: axis(chart.across, range(own.flatMap(c => c.x), chart.across.log)), yaxis: axis(chart.up, range(own.flatMap(ends), chart.up.log)) };
  }

  function trace(curve, chart) {
    const s = curve.style, table = curve.table === undefined ? null : tables[curve.table];
    const ringed = new Set(curve.ringed ?? []);
    const text = curve.guide ? undefined : curve.x.map((_, i) => breakLines([curve.name, curve.texts?.[i], table ? table.text(curve.rows[i]) : ''].filter(t => t).join('\n')));
    const t = {
      type: 'scatter', name: escape(curve.name), x: curve.x, y: curve.y, text, hoverinfo: curve.guide ? 'skip' : 'text', showlegend: false, connectgaps: false,
      mode: s.width > 0 ? s.symbol ? 'lines+markers' : 'lines' : 'markers',
      line: { color: s.colour, width: s.width, dash: s.dash, simplify: false },
    };
    if (s.symbol) {
      t.marker = { symbol: s.symbol, color: s.colour, size: s.size, line: { color: s.symbol.endsWith('open') ? s.colour : '#fff', width: s.symbol.endsWith('open') ? 1.6 : 0.6 } };
      if (ringed.size) {
        // The ring is a second trace, so that the marker inside stays what it is.
        t.ring = { type: 'scatter', mode: 'markers', x: curve.x.filter((_, i) => ringed.has(i)), y: curve.y.filter((_, i) => ringed.has(i)), hoverinfo: 'skip', showlegend: false,
          marker: { symbol: 'circle-open', size: s.size + 9, color: '#000', line: { width: 1.6 } } };
      }
    }
    if (curve.area) { t.fill = 'tozeroy'; t.fillcolor = 'rgba(140, 140, 140, 0.18)'; }
    if (curve.high) {
      // An end at 0 has no place on a logarithmic axis: its bar goes on for a decade.
      const low = curve.low.map((v, i) => v ?? (chart.up.log ? curve.y[i] / 10 : curve.y[i] - 1));
      t.error_y = { type: 'data', symmetric: false, array: curve.high.map((v, i) => v - curve.y[i]), arrayminus: curve.y.map((v, i) => v - low[i]), color: s.colour, thickness: 1.2, width: 3 };
    }
    return t;
  }

  // A waterfall: the step from one stage to the next.
  function bars(chart, narrow) {
    const all = chart.bars;
    const wrap = s => escape(s.replace(/(.{12,}?) /g, '$1\n')).replace(/\n/g, '<br>');
    const values = all.flatMap(b => [b.from, b.to]), low = Math.min(...values), high = Math.max(...values), room = Math.max((narrow ? 0.6 : 0.3) * (high - low), 0.5);
    const common = { type: 'bar', orientation: 'h', showlegend: false, hoverinfo: 'text', cliponaxis: false };
    const first = { type: 'scatter', mode: 'markers+text', x: [all[0].to], y: [0], text: [escape(all[0].text)], hovertext: [breakLines(all[0].detail)], hoverinfo: 'text', textposition: 'middle right', showlegend: false, marker: { color: all[0].style.colour, size: 11 } };
    const rest = all.slice(1);
    const fall = { ...common, y: rest.map((_, i) => i + 1), base: rest.map(b => Math.min(b.from, b.to)), x: rest.map(b => Math.abs(b.to - b.from)), hovertext: rest.map(b => breakLines(b.detail)),
      marker: { color: rest.map(b => b.style.colour), line: { color: '#1a1a1a', width: 1 }, pattern: { shape: rest.map(b => b.hatched ? '/' : ''), fgcolor: '#1a1a1a', size: 6, solidity: 0.25 } } };
    const labels = { type: 'scatter', mode: 'text', x: rest.map(b => Math.max(b.from, b.to)), y: rest.map((_, i) => i + 1), text: rest.map(b => ' ' + escape(b.text)), textposition: 'middle right', hoverinfo: 'skip', showlegend: false };
    const layout = {
      xaxis: { ...axis(chart.across, [low - 0.08 * (high - low) - 0.1, high + room]) },
      yaxis: { tickvals: all.map((_, i) => i), ticktext: all.map(b => wrap(b.name)), range: [all.length - 0.4, -0.6], automargin: true, zeroline: false, showgrid: false, fixedrange: true },
      bargap: 0.35,
    };
    return { traces: [fall, labels, first], layout };
  }

  function swatch(style) {
    const ns = 'http:' + '//www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg');
    for (const [k, v] of Object.entries({ width: 34, height: 14, viewBox: '0 0 34 14', 'aria-hidden': 'true' })) svg.setAttribute(k, v);
    const add = (name, attributes) => {
      const e = document.createElementNS(ns, name);
      for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
      svg.append(e);
    };
    if (style.width > 0) add('line', { x1: 1, x2: 33, y1: 7, y2: 7, stroke: style.colour, 'stroke-width': style.width, 'stroke-dasharray': style.dash === 'solid' ? 'none' : style.dash.replace(/px/g, '') });
    const paths = { circle: 'M17 2.5a4.5 4.5 0 1 0 .01 0z', square: 'M13 3h8v8h-8z', triangle: 'M17 2l5 9h-10z', diamond: 'M17 1.5l5 5.5l-5 5.5l-5 -5.5z', x: 'M13 3l8 8M21 3l-8 8' };
    const path = style.symbol && paths[style.symbol.split('-')[0]];
    if (path) add('path', style.symbol.endsWith('open') ? { d: path, fill: 'none', stroke: style.colour, 'stroke-width': 1.6 } : { d: path, fill: style.colour });
    return svg;
  }

  function legend(host, plot, chart, places) {
    const curves = chart.curves;
    const buttons = curves.map((curve, i) => {
      const button = element('button', undefined, { type: 'button', 'aria-pressed': 'true', title: 'show or hide' });
      button.append(swatch(curve.style), element('span', curve.name));
      button.addEventListener('click', () => set([i], button.getAttribute('aria-pressed') === 'false'));
      return button;
    });
    function set(which, visible) {
      which.forEach(i => buttons[i].setAttribute('aria-pressed', String(visible)));
      const shown = curves.filter((c, i) => !c.guide && buttons[i].getAttribute('aria-pressed') === 'true');
      Plotly.update(plot, { visible }, shown.length ? axes(chart, shown) : {}, which.flatMap(i => places[i]));
    }
    if (curves.length > 5) {
      for (const [name, visible] of [['all', true], ['none', false]]) {
        const button = element('button', name, { type: 'button', class: 'all' });
        button.addEventListener('click', () => set(curves.map((_, i) => i), visible));
        host.append(button);
      }
    }
    host.append(...buttons);
  }

  function draw(figure) {
    if (figure.dataset.drawn) return;
    figure.dataset.drawn = 'yes';
    const chart = data.charts[figure.dataset.chart], plot = figure.querySelector('.plot');
    const narrow = plot.clientWidth < 560;
    let traces, layout, places = [];
    if (chart.bars) {
      ({ traces, layout } = bars(chart, narrow));
    } else {
      traces = [];
      for (const curve of chart.curves) {
        const t = trace(curve, chart), ring = t.ring;
        delete t.ring;
        places.push(ring ? [traces.length, traces.length + 1] : [traces.length]);
        t.meta = places.length - 1;
        traces.push(t);
        if (ring) traces.push(ring);
      }
      layout = axes(chart, chart.curves);
    }
    Object.assign(layout, {
      font, paper_bgcolor: '#fff', plot_bgcolor: '#fff', hovermode: 'closest', dragmode: touch ? false : 'zoom', margin: { l: narrow ? 44 : 64, r: narrow ? 12 : 24, t: touch ? 12 : 30, b: 44 }, separators: '.',
      hoverlabel: { align: 'left', bgcolor: '#fff', bordercolor: '#1a1a1a', font: { ...font, size: narrow ? 10 : 12 } },
    });
    if (narrow) layout.font = { ...font, size: 10.5 };
    Plotly.newPlot(plot, traces, layout, { responsive: true, displaylogo: false, displayModeBar: !touch, plotlyServerURL: '', modeBarButtons: [['toImage', 'zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'resetScale2d']] });
    if (chart.bars) return;
    legend(figure.querySelector('.legend'), plot, chart, places);
    plot.on('plotly_click', event => {
      const point = event.points[0], curve = chart.curves[point.data.meta];
      const id = curve?.rows ? tables[curve.table].id(curve.rows[point.pointNumber]) : curve?.ids?.[point.pointNumber];
      if (id) goTo(id);
    });
  }

  // A plot is drawn when it comes near, or all of them before printing.
  const figures = [...document.querySelectorAll('figure.chart')];
  const near = new IntersectionObserver(entries => entries.filter(e => e.isIntersecting).forEach(e => { near.unobserve(e.target); draw(e.target); }), { rootMargin: '1200px' });
  figures.forEach(f => near.observe(f));
  addEventListener('beforeprint', () => {
    figures.forEach(draw);
    document.querySelectorAll('details').forEach(d => { d.open = true; });
  });

  // Fingers cannot hover: a tap shows all digits, another one the rounded number again.
  document.addEventListener('click', event => {
    const number = event.target.closest?.('data');
    if (!number) return;
    const exact = (number.dataset.prefix ?? '') + number.value, shown = number.dataset.rounded ?? number.textContent;
    number.dataset.rounded = shown;
    number.textContent = number.textContent === shown ? exact : shown;
  });

  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) followHash();
  });
  addEventListener('hashchange', followHash);
  followHash();
})();
