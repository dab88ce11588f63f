//! The input space of an operation: what can stand in the table before it, and in its arguments.
//!
//! A graded test declares one space for each operation. Each dimension is a list of values, and the
//! first is the neutral one. A case takes one value of each dimension, and a function of the test makes
//! a story of it. `array` chooses the cases.

use std::ops::Index;

use crate::stories::snapshot;

/// The input space of one operation.
#[derive(Debug)]
pub struct Space {
    /// Its name: `packets`. Its cases and answers stand in `tests/snapshots/accept__covers_packets.snap`.
    pub name: &'static str,
    /// What can differ from case to case.
    pub dimensions: &'static [Dimension],
    /// The dimensions of which every three values stand together in some case. Of all others, every
    /// two do.
    pub decisive: &'static [&'static str],
    /// The cases that no story may be of.
    pub forbidden: &'static [Forbidden],
    /// Makes the story of a case, without its title.
    pub story: fn(&Case<'_>) -> String,
}

/// One thing that can differ from case to case.
#[derive(Debug)]
pub struct Dimension {
    name: &'static str,
    values: &'static [&'static str],
    rare: &'static [&'static str],
}

impl Dimension {
    /// The values of a dimension. The first is the neutral one: where something else is to be seen, it
    /// does not get in the way.
    pub const fn new(name: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, values, rare: &[] }
    }

    /// Values that hide what the other dimensions would show, as a descriptor that is not open does.
    /// Each stands in one case, with the neutral value of every other dimension.
    pub const fn rare(self, rare: &'static [&'static str]) -> Self {
        Self { rare, ..self }
    }

    /// What differs.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// How many values take part in pairs and triples.
    pub(crate) fn common(&self) -> usize {
        self.values.len()
    }

    /// How many values there are.
    pub(crate) fn all(&self) -> usize {
        self.values.len() + self.rare.len()
    }

    fn value(&self, index: u8) -> &'static str {
        let index = usize::from(index);
        self.values.get(index).unwrap_or_else(|| &self.rare[index - self.values.len()])
    }
}

/// A kind of case that no story may be of, and why.
#[derive(Debug)]
pub struct Forbidden {
    because: &'static str,
    is: fn(&Case<'_>) -> bool,
}

impl Forbidden {
    /// What is forbidden, with the sentence of the stub or the page that leaves it open or rules it out.
    pub const fn new(because: &'static str, is: fn(&Case<'_>) -> bool) -> Self {
        Self { because, is }
    }
}

/// One value of each dimension.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    space: &'a Space,
    values: &'a [u8],
}

impl<'a> Case<'a> {
    pub(crate) fn new(space: &'a Space, values: &'a [u8]) -> Self {
        Self { space, values }
    }

    /// Whether a dimension has this value.
    ///
    /// # Panics
    ///
    /// If there is no such value: somebody has misspelled it.
    pub fn is(&self, dimension: &str, value: &str) -> bool {
        let (known, index) = self.dimension(dimension);
        let mut all = known.values.iter().chain(known.rare);
        assert!(all.any(|known| *known == value), "{dimension} has no value `{value}`");
        known.value(index) == value
    }

    fn dimension(&self, name: &str) -> (&'static Dimension, u8) {
        let known = self.space.dimensions;
        let place = known.iter().position(|dimension| dimension.name == name);
        let place = place.unwrap_or_else(|| panic!("there is no dimension `{name}`"));
        (&known[place], self.values[place])
    }

    /// Why no story may be of this case, if none may.
    pub(crate) fn forbidden(&self) -> Option<&'static str> {
        self.space.forbidden.iter().find(|it| (it.is)(self)).map(|it| it.because)
    }

    /// The story of this case. Its title names what is not neutral.
    pub(crate) fn story(&self) -> String {
        let both = self.space.dimensions.iter().zip(self.values);
        let special = both.filter(|(_, value)| **value > 0);
        let named = special.map(|(it, value)| format!("{} {}", it.name, it.value(*value)));
        let title = named.collect::<Vec<_>>().join(", ");
        let title = if title.is_empty() { "nothing special" } else { &title };
        format!("story: {}: {title}\n{}\n", self.space.name, (self.space.story)(self))
    }
}

/// The value of a dimension.
impl Index<&str> for Case<'_> {
    type Output = str;

    fn index(&self, dimension: &str) -> &str {
        let (known, index) = self.dimension(dimension);
        known.value(index)
    }
}

/// One digit for each dimension of a space: `0210`.
pub(crate) fn digits(values: &[u8]) -> String {
    values.iter().map(|value| char::from_digit((*value).into(), 36).unwrap_or('?')).collect()
}

impl Space {
    /// The name of the snapshot that has its cases and the reference's answers.
    pub(crate) fn snapshot(&self) -> String {
        format!("covers_{}", self.name)
    }

    /// The values of a case that some digits stand for.
    ///
    /// # Errors
    ///
    /// A sentence, if they don't fit this space.
    pub(crate) fn case(&self, digits: &str) -> Result<Vec<u8>, String> {
        let digit = |(digit, dimension): (char, &Dimension)| {
            let value = digit.to_digit(36).filter(|value| (*value as usize) < dimension.all())?;
            u8::try_from(value).ok()
        };
        let fits = digits.len() == self.dimensions.len();
        let case = || digits.chars().zip(self.dimensions).map(digit).collect();
        fits.then(case)
            .flatten()
            .ok_or_else(|| format!("`{digits}` is no case of the space {}", self.name))
    }

    /// The cases whose answers are committed.
    ///
    /// # Errors
    ///
    /// A sentence, if they can't be read.
    pub(crate) fn cases(&self, exercise: &str) -> Result<Vec<Vec<u8>>, String> {
        let text = snapshot(exercise, &self.snapshot())?;
        text.lines()
            .filter_map(|line| line.strip_prefix("story: "))
            .map(|it| self.case(it))
            .collect()
    }

    /// The values that no committed case has, each with its dimension.
    pub(crate) fn without_a_story(&self, exercise: &str) -> Vec<String> {
        let cases = self.cases(exercise).unwrap_or_default();
        let mut missing = Vec::new();
        for (place, dimension) in self.dimensions.iter().enumerate() {
            for value in 0..dimension.all() as u8 {
                if !cases.iter().any(|case| case[place] == value) {
                    let value = dimension.value(value);
                    missing.push(format!("{}: {} {value}", self.name, dimension.name));
                }
            }
        }
        missing
    }
}
