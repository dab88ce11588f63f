// Lets a reader answer a prediction: one choice is ticked, and judged on the page.
//
// Without this script, the choices stand in the question, and the answer is folded under it.
'use strict';

(() => {
    // All words that the script shows, by the language of the page.
    const WORDS = {
        en: { right: 'Yes.', wrong: 'No. Try another one, or look at the answer.', answer: 'The answer' },
    };
    const words = WORDS[document.documentElement.lang.split('-')[0]] ?? WORDS.en;

    function make(tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
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
        for (const line of summary.querySelectorAll('br')) line.remove();
        const question = make('legend', {}, ...summary.childNodes);
        const group = make('fieldset', { class: 'choose' }, question, ...choices, status);
        // Outside of the question, the arrow keys turn the book's page.
        group.addEventListener('keydown', event => event.stopPropagation());
        fold.before(group);
        summary.replaceChildren(words.answer);
    }
})();
