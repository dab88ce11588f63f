// What the book's search finds, and what it finds first. The index is mdBook's.
'use strict';

(() => {
    // A page that stands alone has no search.
    if (!window.elasticlunr || !window.search) return;

    // Where the entries are that say what may differ: a verdict leads to them, and they give much away.
    function entries(addresses) {
        const places = new Set();
        let page = null;
        for (const [place, address] of addresses.entries()) {
            const [file, id] = address.split('#');
            if (id === 'differs') page = file;
            else if (file !== page || id === 'kernel') page = null;
            else places.add(String(place));
        }
        return places;
    }

    const plain = words => words.trim().toLowerCase().replace(/\s+/g, ' ');

    const search = elasticlunr.Index.prototype.search;
    let hidden = null;
    elasticlunr.Index.prototype.search = function (words, options) {
        const addresses = window.search.doc_urls;
        hidden ??= entries(addresses);
        const wanted = plain(words);
        // A term has an entry of its own in the glossary. It is what somebody looks for who types the term.
        const rank = ({ ref, doc }) => {
            if (!addresses[ref].startsWith('glossary.html#')) return 2;
            const term = plain(doc.title);
            return term === wanted ? 0 : term.startsWith(wanted) ? 1 : 2;
        };
        const found = search.call(this, words, options).filter(({ ref }) => !hidden.has(ref));
        return found.sort((one, other) => rank(one) - rank(other) || other.score - one.score);
    };

    // Where the address asks for something, mdBook may have looked before this script was there. It does not look
    // for the same words twice: so others come between.
    const bar = document.getElementById('mdbook-searchbar');
    if (bar?.value && window.search.doc_urls) {
        const words = bar.value;
        for (const value of [`${words} .`, words]) {
            bar.value = value;
            bar.dispatchEvent(new Event('keyup'));
        }
    }
})();
