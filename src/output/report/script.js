
(function () {
'use strict';
document.documentElement.classList.add('scripted');
document.querySelectorAll('figure').forEach(function (figure) {
  var button = figure.querySelector('button');
  var zoom = figure.querySelector('select');
  function show(large) {
    figure.classList.toggle('large', large);
    button.textContent = large ? 'Close' : 'Enlarge';
    button.setAttribute('aria-expanded', String(large));
    document.body.style.overflow = large ? 'hidden' : '';
  }
  button.addEventListener('click', function () { show(!figure.classList.contains('large')); });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && figure.classList.contains('large')) { show(false); button.focus(); }
  });
  if (zoom) {
    zoom.addEventListener('change', function () {
      figure.querySelectorAll('.chart').forEach(function (chart) { chart.hidden = chart.getAttribute('data-of') !== zoom.value; });
    });
  }
});
var all = document.getElementById('all-charts');
if (all) {
  all.addEventListener('change', function () {
    document.querySelectorAll('figure select').forEach(function (zoom) {
      zoom.value = all.value;
      zoom.dispatchEvent(new Event('change'));
    });
  });
}
var figures = document.getElementById('all-figures');
var rows = Array.prototype.slice.call(figures.tBodies[0].rows);
var variant = document.getElementById('variant');
var words = document.getElementById('words');
function choose() {
  var wanted = words.value.trim().toLowerCase();
  document.querySelectorAll('[data-section]').forEach(function (part) {
    part.hidden = variant.value !== '' && part.getAttribute('data-section') !== variant.value;
  });
  rows.forEach(function (row) { row.hidden = row.hidden || row.textContent.toLowerCase().indexOf(wanted) === -1; });
}
variant.addEventListener('change', choose);
words.addEventListener('input', choose);
figures.querySelectorAll('thead button').forEach(function (button) {
  button.addEventListener('click', function () {
    var head = button.parentNode;
    var down = head.getAttribute('aria-sort') === 'ascending';
    figures.querySelectorAll('thead th').forEach(function (other) { other.removeAttribute('aria-sort'); });
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    function key(row) { var cell = row.cells[head.cellIndex]; return cell.getAttribute('data-value') || cell.textContent; }
    rows.sort(function (a, b) {
      var x = key(a), y = key(b), order = x.localeCompare(y);
      if (x !== '' && y !== '' && !isNaN(x) && !isNaN(y)) { order = Number(x) - Number(y); }
      return down ? -order : order;
    });
    rows.forEach(function (row) { figures.tBodies[0].appendChild(row); });
  });
});
}());
