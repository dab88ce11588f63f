//! Cases that cover a space: every value, every two values, of the decisive dimensions every three.
//!
//! It is a covering array, made greedily: each new case begins with something that no case has yet, and
//! takes in as much more of that as it can.

use std::collections::{BTreeSet, HashSet};

use fastrand::Rng;

use crate::space::{Case, Dimension, Space};

/// Values that are to stand together in some case, each with its dimension's place.
type Together = Vec<(u8, u8)>;

/// How many cases are tried before one is taken.
const CANDIDATES: usize = 12;

/// How often a case is looked for in which some values may stand together.
const TRIES: usize = 300;

/// Cases that cover a space, always the same.
pub(crate) fn cases(space: &Space) -> Vec<Vec<u8>> {
    let mut rng = Rng::with_seed(1);
    let mut cases = vec![vec![0; space.dimensions.len()]];
    cases.retain(|case| Case::new(space, case).forbidden().is_none());
    let mut open = uncovered(space, &cases);
    while let Some(first) = open.first().cloned() {
        let lookup: HashSet<_> = open.iter().cloned().collect();
        let candidates = (0..CANDIDATES).map(|_| candidate(space, &first, &lookup, &mut rng));
        let allowed = candidates.filter(|case| Case::new(space, case).forbidden().is_none());
        let best = allowed.max_by_key(|case| open.iter().filter(|it| has(case, it)).count());
        match best.or_else(|| completed(space, &first)) {
            Some(case) => {
                open.retain(|it| !has(&case, it));
                cases.push(case);
            }
            // They never stand together.
            None => {
                open.remove(&first);
            }
        }
    }
    // What hides everything else stands alone.
    for alone in rare(space) {
        cases.extend(completed(space, &[alone]));
    }
    cases
}

/// Whether some cases cover a space: what no case has can't stand together.
pub(crate) fn covers(space: &Space, cases: &[Vec<u8>]) -> bool {
    let allowed = cases.iter().all(|case| Case::new(space, case).forbidden().is_none());
    let rare = rare(space).into_iter().map(|alone| vec![alone]);
    let open = uncovered(space, cases).into_iter();
    let mut open = open.chain(rare.filter(|alone| !cases.iter().any(|case| has(case, alone))));
    allowed && open.all(|it| completed(space, &it).is_none())
}

/// So many cases of a space, chosen by chance.
pub(crate) fn by_chance(space: &Space, rng: &mut Rng, count: usize) -> Vec<Vec<u8>> {
    let one = || -> Vec<u8> {
        let value = |dimension: &Dimension| rng.usize(..dimension.common()) as u8;
        space.dimensions.iter().map(value).collect()
    };
    let tried = std::iter::repeat_with(one).take(count * TRIES);
    tried.filter(|case| Case::new(space, case).forbidden().is_none()).take(count).collect()
}

fn has(case: &[u8], together: &[(u8, u8)]) -> bool {
    together.iter().all(|(place, value)| case[usize::from(*place)] == *value)
}

/// All that is to stand together, and does not yet.
fn uncovered(space: &Space, cases: &[Vec<u8>]) -> BTreeSet<Together> {
    let all = wanted(space).into_iter();
    all.filter(|together| !cases.iter().any(|case| has(case, together))).collect()
}

/// Every two values; of the decisive dimensions every three.
fn wanted(space: &Space) -> Vec<Together> {
    let common = |place: usize| 0..space.dimensions[place].common() as u8;
    let is_decisive = |place: &usize| space.decisive.contains(&space.dimensions[*place].name());
    let places = 0..space.dimensions.len();
    let mut wanted = Vec::new();
    for a in places.clone() {
        wanted.extend(common(a).map(|x| vec![(a as u8, x)]));
        for b in places.clone().skip(a + 1) {
            for (x, y) in common(a).flat_map(|x| common(b).map(move |y| (x, y))) {
                wanted.push(vec![(a as u8, x), (b as u8, y)]);
            }
        }
    }
    let decisive: Vec<_> = places.filter(is_decisive).collect();
    for (index, a) in decisive.iter().enumerate() {
        for (after, b) in decisive.iter().enumerate().skip(index + 1) {
            for c in &decisive[after + 1..] {
                for (x, y) in common(*a).flat_map(|x| common(*b).map(move |y| (x, y))) {
                    let three = |z| vec![(*a as u8, x), (*b as u8, y), (*c as u8, z)];
                    wanted.extend(common(*c).map(three));
                }
            }
        }
    }
    wanted
}

/// The rare values, each with its dimension's place.
fn rare(space: &Space) -> Vec<(u8, u8)> {
    let each = |(place, dimension): (usize, &Dimension)| {
        let values = dimension.common() as u8..dimension.all() as u8;
        values.map(move |value| (place as u8, value)).collect::<Vec<_>>()
    };
    space.dimensions.iter().enumerate().flat_map(each).collect()
}

/// A case that has `first`, and as much as it can of what is open.
fn candidate(
    space: &Space,
    first: &[(u8, u8)],
    open: &HashSet<Together>,
    rng: &mut Rng,
) -> Vec<u8> {
    let mut chosen: Vec<Option<u8>> = vec![None; space.dimensions.len()];
    for (place, value) in first {
        chosen[usize::from(*place)] = Some(*value);
    }
    let mut rest: Vec<_> = (0..chosen.len()).filter(|place| chosen[*place].is_none()).collect();
    rng.shuffle(&mut rest);
    for place in rest {
        let mut values: Vec<_> = (0..space.dimensions[place].common() as u8).collect();
        rng.shuffle(&mut values);
        let new = |value: &u8| {
            let pairs = chosen.iter().enumerate().filter_map(|(other, chosen)| {
                let mut pair = vec![(other as u8, (*chosen)?), (place as u8, *value)];
                pair.sort_unstable();
                Some(pair)
            });
            pairs.filter(|pair| open.contains(pair)).count()
        };
        chosen[place] = values.into_iter().max_by_key(new);
    }
    chosen.into_iter().map(Option::unwrap_or_default).collect()
}

/// A case in which these values stand together, the others neutral if that may be.
fn completed(space: &Space, together: &[(u8, u8)]) -> Option<Vec<u8>> {
    let mut rng = Rng::with_seed(2);
    let attempt = |number: usize| {
        let value = |dimension: &Dimension| {
            let most = dimension.common() as u8;
            // First none is special, then some are, then all may be.
            if rng.usize(..TRIES) < number { rng.u8(..most) } else { 0 }
        };
        let mut case: Vec<u8> = space.dimensions.iter().map(value).collect();
        for (place, value) in together {
            case[usize::from(*place)] = *value;
        }
        case
    };
    let mut attempts = (0..TRIES).map(attempt);
    attempts.find(|case| Case::new(space, case).forbidden().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::Forbidden;

    const SPACE: Space = Space {
        name: "calls",
        dimensions: &[
            Dimension::new("a", &["0", "1", "2"]),
            Dimension::new("b", &["0", "1", "2"]).rare(&["hides"]),
            Dimension::new("c", &["0", "1", "2"]),
            Dimension::new("d", &["0", "1"]),
            Dimension::new("e", &["0", "1"]),
        ],
        decisive: &["a", "b", "c"],
        forbidden: &[Forbidden::new("nobody has both", |it| it.is("a", "1") && it.is("d", "1"))],
        story: |it| format!("{} {}", &it["a"], &it["b"]),
    };

    #[test]
    fn every_two_and_every_decisive_three_that_may_stand_together_do() {
        let cases = cases(&SPACE);
        assert!((27..40).contains(&cases.len()), "{}", cases.len());
        let forbidden = vec![(0, 1), (3, 1)];
        for together in wanted(&SPACE) {
            let number = cases.iter().filter(|case| has(case, &together)).count();
            assert_eq!(number == 0, together == forbidden, "{together:?}");
        }
        assert!(covers(&SPACE, &cases));
        assert!(!covers(&SPACE, &cases[1..]) || !covers(&SPACE, &cases[..cases.len() - 1]));
    }

    #[test]
    fn what_hides_the_others_stands_alone() {
        let cases = cases(&SPACE);
        let hiding: Vec<_> = cases.iter().filter(|case| case[1] == 3).collect();
        assert_eq!(hiding, [&vec![0, 3, 0, 0, 0]]);
        assert!(!covers(&SPACE, &cases[..cases.len() - 1]));
    }
}
