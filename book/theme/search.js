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

    const load = elasticlunr.Index.load;
    elasticlunr.Index.load = data => {
        const index = load.call(elasticlunr.Index, data);
        const addresses = window.search.doc_urls;
        const hidden = entries(addresses);
        const search = index.search;
        index.search = (words, options) => {
            const wanted = plain(words);
            // A term has an entry of its own in the glossary. It is what somebody looks for who types the term.
            const rank = ({ ref, doc }) => {
                if (!addresses[ref].startsWith('glossary.html#')) return 2;
                const term = plain(doc.title);
                return term === wanted ? 0 : term.startsWith(wanted) ? 1 : 2;
            };
            const found = search.call(index, words, options).filter(({ ref }) => !hidden.has(ref));
            return found.sort((one, other) => rank(one) - rank(other) || other.score - one.score);
        };
        return index;
    };
})();
