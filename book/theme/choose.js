// Lets a reader answer a prediction: one choice is ticked, or events are put in order, and that is judged
// on the page.
//
// Without this script, the choices or events stand in the question, and the answer is folded under it.
'use strict';

(() => {
    // All words that the script shows, by the language of the page.
    const WORDS = {
        en: { right: 'Yes.', wrong: 'No. Try another one, or look at the answer.', answer: 'The answer',
            next: 'Right. What comes next?', early: 'Not yet: something else comes before it.', all: 'Yes, that is the order.' },
    };
    const words = WORDS[document.documentElement.lang.split('-')[0]] ?? WORDS.en;

    function make(tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
    }

    // Sets the question and what it is answered with before the fold, in which the answer stays.
    function ask(fold, summary, answers) {
        for (const line of summary.querySelectorAll('br')) line.remove();
        const question = make('legend', {}, ...summary.childNodes);
        const group = make('fieldset', { class: 'choose' }, question, ...answers);
        // Outside of the question, the arrow keys turn the book's page.
        group.addEventListener('keydown', event => event.stopPropagation());
        fold.before(group);
        summary.replaceChildren(words.answer);
    }

    for (const [number, fold] of document.querySelectorAll('details.choose').entries()) {
        const summary = fold.querySelector('summary');
        const status = make('p', { role: 'status' });
        const choices = [...summary.querySelectorAll('.choice')].map(choice => {
            const button = make('input', { type: 'radio', name: `choose-${number}` });
            const right = choice.classList.contains('right');
            button.addEventListener('change', () => {
                status.textContent = right ? words.right : words.wrong;
                if (right) fold.open = true;
            });
            choice.remove();
            return make('label', {}, button, ...choice.childNodes);
        });
        ask(fold, summary, [...choices, status]);
    }

    // In the answer, the events are a list in their order.
    for (const fold of document.querySelectorAll('details.order')) {
        const summary = fold.querySelector('summary');
        const inOrder = [...fold.querySelectorAll('li')].map(event => event.textContent.trim());
        const status = make('p', { role: 'status' });
        let done = 0;
        const events = [...summary.querySelectorAll('.choice')].map(event => {
            const button = make('button', { type: 'button' }, ...event.childNodes);
            button.addEventListener('click', () => {
                if (button.getAttribute('aria-disabled')) return;
                const isNext = button.textContent.trim() === inOrder[done];
                if (isNext) {
                    done += 1;
                    button.setAttribute('aria-disabled', 'true');
                    button.prepend(`${done}. `);
                }
                const isOver = done === inOrder.length;
                status.textContent = isOver ? words.all : isNext ? words.next : words.early;
                if (isOver) fold.open = true;
            });
            event.remove();
            return button;
        });
        ask(fold, summary, [...events, status]);
    }
})();
