// Plays the figures: shows one step of a trace at a time.
//
// A figure is complete without this script: an ordered list of steps, each with its table. The
// script only hides steps, and adds a bar with Back, Next and a slider. It fetches nothing, stores
// nothing, and needs nothing of the page around the figure.
'use strict';

(() => {
    // All words that the script shows, by the language of the page.
    const WORDS = {
        en: {
            back: 'Back',
            next: 'Next',
            slider: 'Step',
            step: (number, of) => `Step ${number} of ${of}`,
            every: of => `All ${of} steps`,
            all: 'Show all steps',
            one: 'Show one step at a time',
            predict: 'Predict first',
            reveal: 'Show the step',
        },
    };
    const words = WORDS[document.documentElement.lang.split('-')[0]] ?? WORDS.en;

    function make(tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
    }

    const button = text => make('button', { type: 'button' }, text);

    // A button that has nothing to do keeps the focus, which `disabled` would take away.
    const disable = (button, yes) => button.setAttribute('aria-disabled', yes);

    // What a step does, without its number: `accept(3) = EAGAIN`.
    function action(step) {
        const parts = [...step.querySelector('.action').childNodes];
        const text = parts.filter(part => part.className !== 'number').map(part => part.textContent);
        return text.join('').trim();
    }

    function play(figure) {
        const steps = [...figure.querySelectorAll('.step')];
        if (steps.length < 2) return;

        // The questions that are asked before a step: `<details class="predict" data-step="id">`.
        const questions = [...document.querySelectorAll('details.predict')]
            .map(fold => ({ fold, before: steps.findIndex(step => step.id === fold.dataset.step) }))
            .filter(question => question.before > 0)
            .sort((one, other) => one.before - other.before);

        let shown = 0; // the index of the step that is shown
        let asked = null; // the question that is asked now
        let all = false; // whether all steps are shown
        const answered = new Set();

        const back = button(words.back);
        const next = button(words.next);
        const slider = make('input', {
            type: 'range', min: 1, max: steps.length, value: 1, 'aria-label': words.slider,
        });
        const status = make('p', { role: 'status' });
        const toggle = button(words.all);
        const bar = make('div', { class: 'player', role: 'group' }, back, next, slider, status, toggle);
        const title = figure.querySelector('figcaption');
        if (title?.id) bar.setAttribute('aria-labelledby', title.id);

        const reveal = button(words.reveal);
        const panel = make(
            'div', { class: 'ask', role: 'group', 'aria-label': words.predict, tabindex: -1 },
            make('p', { class: 'ask-title' }, words.predict), reveal,
        );

        steps[0].parentElement.before(bar);
        steps[0].parentElement.after(panel);

        // Shows the page as the variables above say.
        function render() {
            const focusInPanel = panel.contains(document.activeElement);
            for (const [index, step] of steps.entries()) {
                // The browser's own search finds what is hidden in this way, and shows it.
                step.hidden = all || index === shown ? false : 'until-found';
            }
            figure.classList.toggle('stepwise', !all);
            for (const question of questions) {
                const home = question === asked ? panel : steps[question.before];
                if (question.fold.parentElement !== home) {
                    home.insertBefore(question.fold, home === panel ? reveal : null);
                }
            }
            panel.hidden = !asked;
            for (const control of [back, next, slider]) control.hidden = all;
            toggle.textContent = all ? words.one : words.all;
            disable(back, shown === 0);
            disable(next, shown === steps.length - 1 || asked !== null);

            const where = words.step(shown + 1, steps.length);
            slider.value = shown + 1;
            slider.setAttribute('aria-valuetext', where);
            // To the eye, the step itself says what it does; to the ear, this line does.
            const what = asked
                ? `${words.predict}: ${asked.fold.querySelector('summary').textContent.trim()}`
                : action(steps[shown]);
            const unseen = make('span', { class: 'unseen' }, `: ${what}`);
            status.replaceChildren(...(all ? [words.every(steps.length)] : [where, unseen]));
            if (focusInPanel && !asked) next.focus({ preventScroll: true });
        }

        // On a narrow screen, a table scrolls: to where the reader had it, or else to what is new.
        function scrollTable(table, scrolled) {
            table.scrollLeft = scrolled;
            const left = table.getBoundingClientRect().left;
            const news = [...table.querySelectorAll('td.changed, tr.added td:nth-child(3)')]
                .map(cell => {
                    const box = cell.getBoundingClientRect();
                    const [mark, number] = cell.parentElement.cells;
                    // The first two cells of a row stay in place, before all others.
                    const before = left + mark.offsetWidth + number.offsetWidth - box.left;
                    return { before, behind: box.right - left - table.clientWidth };
                });
            if (!news.length || news.some(cell => cell.before < 1 && cell.behind < 1)) return;
            table.scrollLeft += news[0].before > 0 ? -news[0].before : news[0].behind;
        }

        // Shows a step, or the first unanswered question on the way there.
        function go(index) {
            const table = step => step.querySelector('.table-wrapper');
            const scrolled = table(steps[shown]).scrollLeft;
            const target = Math.min(Math.max(index, 0), steps.length - 1);
            asked = questions.find(question => !answered.has(question)
                && shown < question.before && question.before <= target) ?? null;
            shown = asked ? asked.before - 1 : target;
            render();
            scrollTable(table(steps[shown]), scrolled);
        }

        function move(index) {
            go(index);
            if (asked) panel.focus();
        }

        // Shows a step that somebody asked for by name: its questions are not asked any more.
        function jump(index) {
            for (const question of questions) {
                if (question.before <= index) answered.add(question);
            }
            go(index);
        }

        function answer() {
            const { fold, before } = asked;
            fold.open = true;
            jump(before);
        }

        back.addEventListener('click', () => move(shown - 1));
        next.addEventListener('click', () => move(shown + 1));
        slider.addEventListener('input', () => go(slider.value - 1));
        reveal.addEventListener('click', answer);
        for (const question of questions) {
            question.fold.querySelector('summary').addEventListener('click', event => {
                if (question !== asked) return;
                event.preventDefault();
                answer();
            });
        }
        toggle.addEventListener('click', () => {
            all = !all;
            // Who has seen all steps has nothing left to predict.
            for (const question of questions) answered.add(question);
            go(shown);
        });

        figure.addEventListener('keydown', event => {
            const targets = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: steps.length - 1 };
            if (!(event.key in targets) || event.altKey || event.ctrlKey || event.metaKey) return;
            // Outside of the figure, the arrow keys turn the book's page.
            event.stopPropagation();
            // In a table, they scroll it.
            if (all || !event.target.closest('.player, .ask')) return;
            event.preventDefault();
            move(targets[event.key]);
        });

        // A link to a step shows it; so does a search that finds something in it.
        function follow() {
            const index = steps.findIndex(step => `#${step.id}` === location.hash);
            if (index < 0) return;
            jump(index);
            steps[index].scrollIntoView();
        }
        for (const [index, step] of steps.entries()) {
            step.addEventListener('beforematch', () => jump(index));
        }
        addEventListener('hashchange', follow);
        render();
        follow();
    }

    for (const figure of document.querySelectorAll('figure.trace')) play(figure);
})();
