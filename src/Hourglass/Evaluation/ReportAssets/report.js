(() => {
  'use strict';
  const element = (name, text) => { const made = document.createElement(name); made.textContent = text; return made; };

  // The curves: the epoch under the pointer, read off in words.
  const training = document.getElementById('training-figure');
  if (training) {
    const rows = [...document.querySelectorAll('.epochs tbody tr')].map(row => [...row.children].map(cell => cell.textContent));
    const readout = training.querySelector('.readout'), idle = readout.textContent, plots = [...training.querySelectorAll('svg.plot')];
    let at = -1;
    const show = index => {
      at = Math.max(-1, Math.min(rows.length - 1, index));
      for (const plot of plots) {
        const rule = plot.querySelector('.rule'), place = (rows.length === 1 ? 50 : 100 * at / (rows.length - 1)) + '%';
        rule.toggleAttribute('hidden', at < 0);
        rule.setAttribute('x1', place);
        rule.setAttribute('x2', place);
      }
      const row = rows[at];
      readout.textContent = row ? `Epoch ${row[0]}: training ${row[1]}, validation ${row[2]}, learning rate ${row[3]}; ${row[4]}, ${row[5]} samples/s` : idle;
    };
    for (const plot of plots) {
      const point = event => {
        const box = plot.getBoundingClientRect();
        show(Math.max(0, Math.round((event.clientX - box.left) / box.width * (rows.length - 1))));
      };
      plot.addEventListener('pointermove', point);
      plot.addEventListener('pointerdown', point);
      plot.addEventListener('pointerleave', () => show(-1));
      plot.addEventListener('blur', () => show(-1));
      plot.addEventListener('keydown', event => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (step) { event.preventDefault(); show(at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, at + step)); }
      });
    }
  }

  // The map: the sample under the pointer, one label alone, pictures in place of dots.
  const map = document.getElementById('map-figure');
  if (!map) return;
  const data = JSON.parse(document.getElementById('map-data').textContent);
  const svg = map.querySelector('svg'), canvas = map.querySelector('canvas'), tip = map.querySelector('.tip');
  const sheet = document.getElementById('map-sheet'), legend = [...document.querySelectorAll('.legend tr[data-group]')];
  const dots = [...svg.querySelectorAll('circle')];
  const groupOf = dots.map(dot => Number(dot.parentNode.dataset.group));
  const places = dots.map(dot => [parseFloat(dot.getAttribute('cx')) / 100, parseFloat(dot.getAttribute('cy')) / 100]);
  let at = -1, pinned = -1, lit = -1, view = 'dots';

  const light = group => {
    if (group === lit) return;
    lit = group;
    map.classList.toggle('some', group >= 0);
    for (const part of svg.querySelectorAll('[data-group]')) part.classList.toggle('on', Number(part.dataset.group) === group);
    for (const row of legend) row.classList.toggle('on', Number(row.dataset.group) === group);
    if (view === 'pictures') paint();
  };
  for (const row of legend) {
    const group = Number(row.dataset.group), button = row.querySelector('button');
    row.addEventListener('pointerenter', event => event.pointerType === 'mouse' && light(group));
    row.addEventListener('pointerleave', () => light(pinned));
    button.addEventListener('focus', () => button.matches(':focus-visible') && light(group));
    button.addEventListener('blur', () => light(pinned));
    button.addEventListener('click', () => {
      pinned = pinned === group ? -1 : group;
      for (const other of legend) other.querySelector('button').setAttribute('aria-pressed', String(Number(other.dataset.group) === pinned));
      light(pinned);
    });
  }

  const nearest = (x, y, within, fits) => {
    let best = -1, least = within * within;
    places.forEach(([px, py], i) => {
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least && (lit < 0 || groupOf[i] === lit) && (!fits || fits(px - x, py - y))) [best, least] = [i, distance];
    });
    return best;
  };
  const thumb = (index, zoom) => {
    const picture = document.createElement('canvas');
    [picture.width, picture.height] = [data.width, data.height];
    picture.getContext('2d').drawImage(sheet, index % data.columns * data.width, Math.floor(index / data.columns) * data.height, data.width, data.height, 0, 0, data.width, data.height);
    picture.style.width = zoom * data.width + 'px';
    return picture;
  };
  const show = index => {
    if (index === at) return;
    if (at >= 0) dots[at].classList.remove('at');
    at = index;
    tip.toggleAttribute('hidden', at < 0);
    if (at < 0) return;
    dots[at].classList.add('at');
    const words = document.createElement('span');
    if (data.labels.length) words.append(element('b', data.labels[at]));
    words.append(data.names[at], document.createElement('br'), 'error ' + data.errors[at]);
    tip.replaceChildren(...(sheet ? [thumb(at, Math.max(1, Math.round(84 / Math.max(data.width, data.height))))] : []), words);
    const [x, y] = places[at], box = map.getBoundingClientRect();
    const left = x * box.width + (x < 0.55 ? 14 : -14 - tip.offsetWidth);
    tip.style.left = Math.max(4, Math.min(box.width - tip.offsetWidth - 4, left)) + 'px';
    tip.style.top = Math.max(4, Math.min(box.height - tip.offsetHeight - 4, y * box.height - tip.offsetHeight / 2)) + 'px';
  };
  const point = event => {
    const box = svg.getBoundingClientRect();
    show(nearest((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, 0.06));
  };
  svg.addEventListener('pointermove', point);
  svg.addEventListener('pointerdown', point);
  svg.addEventListener('pointerleave', event => event.pointerType === 'mouse' && show(-1));
  svg.addEventListener('blur', () => show(-1));
  svg.addEventListener('keydown', event => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === 'Escape') show(-1);
    if (!way) return;
    event.preventDefault();
    const [x, y] = at < 0 ? [0.5, 0.5] : places[at];
    const next = nearest(x, y, 2, at < 0 ? null : (dx, dy) => { const along = dx * way[0] + dy * way[1]; return along > 1e-6 && along >= Math.abs(dx * way[1] + dy * way[0]); });
    if (next >= 0) show(next);
  });

  // One thumbnail per sample; gray ones are inked in the color of their group, on nothing; color ones get a frame of it.
  let inked = null, names = [];
  const ink = () => {
    const made = document.createElement('canvas');
    [made.width, made.height] = [sheet.naturalWidth, sheet.naturalHeight];
    const pen = made.getContext('2d', { willReadFrequently: true });
    names = [...svg.querySelectorAll('g[data-group]')].map(group => getComputedStyle(group.querySelector('circle')).fill);
    const colors = names.map(name => {
      pen.fillStyle = name;
      pen.fillRect(0, 0, 1, 1);
      return pen.getImageData(0, 0, 1, 1).data;
    });
    pen.clearRect(0, 0, 1, 1);
    pen.drawImage(sheet, 0, 0);
    if (!data.ink) return made;
    const image = pen.getImageData(0, 0, made.width, made.height), pixels = image.data;
    let bright = 0;
    for (let p = 0; p < pixels.length; p += 4) bright += pixels[p];
    const onWhite = bright / (pixels.length / 4) > 140;
    for (let y = 0; y < made.height; y++) {
      for (let x = 0; x < made.width; x++) {
        const p = 4 * (y * made.width + x), n = Math.floor(y / data.height) * data.columns + Math.floor(x / data.width);
        const color = colors[groupOf[n]] || [0, 0, 0];
        pixels[p + 3] = onWhite ? 255 - pixels[p] : pixels[p];
        [pixels[p], pixels[p + 1], pixels[p + 2]] = color;
      }
    }
    pen.putImageData(image, 0, 0);
    return made;
  };
  const paint = () => {
    inked ??= ink();
    const side = map.clientWidth, sharp = window.devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(side * sharp);
    const pen = canvas.getContext('2d');
    pen.scale(sharp, sharp);
    pen.imageSmoothingQuality = 'high';
    const zoom = Math.max(14, side / 27) / Math.max(data.width, data.height), width = zoom * data.width, height = zoom * data.height;
    places.forEach(([x, y], i) => {
      pen.globalAlpha = lit < 0 || groupOf[i] === lit ? 0.95 : 0.06;
      if (!data.ink) {
        pen.fillStyle = names[groupOf[i]];
        pen.fillRect(x * side - width / 2 - 1.5, y * side - height / 2 - 1.5, width + 3, height + 3);
      }
      pen.drawImage(inked, i % data.columns * data.width, Math.floor(i / data.columns) * data.height, data.width, data.height, x * side - width / 2, y * side - height / 2, width, height);
    });
  };
  const choose = chosen => {
    view = chosen;
    map.classList.toggle('pictures', view === 'pictures');
    canvas.toggleAttribute('hidden', view !== 'pictures');
    for (const button of document.querySelectorAll('.switch button')) button.setAttribute('aria-pressed', String(button.dataset.view === view));
    if (view === 'pictures') sheet.decode().then(paint, paint);
  };
  for (const button of document.querySelectorAll('.switch button')) button.addEventListener('click', () => choose(button.dataset.view));
  window.addEventListener('resize', () => view === 'pictures' && paint());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { inked = null; if (view === 'pictures') paint(); });
})();
