// What the folds of a page need of a script. Without it they open and close all the same.
'use strict';

(() => {
    // A mark before a heading says that it can be opened. mdBook's side bar takes only headings that begin with
    // their link: so these are not in it.
    for (const heading of document.querySelectorAll('.entries > h3')) {
        const mark = document.createElement('span');
        mark.className = 'turn';
        mark.ariaHidden = 'true';
        heading.prepend(mark);
    }

    // A link into a fold opens it. Most browsers do this by themselves.
    function unfold() {
        const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
        const closed = target && target.parentElement.closest('details:not([open])');
        if (!closed) return;
        closed.open = true;
        target.scrollIntoView();
    }
    addEventListener('hashchange', unfold);
    unfold();

    // A table that does not fit becomes a card for each row, in which each cell names its column.
    const tables = [...document.querySelectorAll('.table-wrapper > table')].filter(table => !table.closest('.trace'));
    for (const { tHead, tBodies } of tables) {
        const names = [...tHead?.rows[0]?.cells ?? []].map(cell => cell.textContent);
        for (const cell of [...tBodies].flatMap(body => [...body.rows]).flatMap(row => [...row.cells])) {
            cell.dataset.column = names[cell.cellIndex] ?? '';
        }
    }
    function fit() {
        for (const { parentElement: room } of tables) {
            room.classList.remove('cards');
            room.classList.toggle('cards', room.scrollWidth > room.clientWidth);
        }
    }
    addEventListener('resize', fit);
    document.addEventListener('toggle', fit, true);
    fit();

    // Answers are printed too, and folded again after that. Hints are printed only if somebody has opened them, and
    // so is what others have got wrong.
    let unfolded = [];
    addEventListener('beforeprint', () => {
        unfolded = [...document.querySelectorAll('details:not([open], .hint, .entries)')];
        for (const fold of unfolded) fold.open = true;
    });
    addEventListener('afterprint', () => {
        for (const fold of unfolded) fold.open = false;
        unfolded = [];
    });
})();
