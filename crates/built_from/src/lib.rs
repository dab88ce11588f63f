//! Lets a program say which text it was built from.
//!
//! Cargo builds again what is newer than the last build. A file that was copied, unpacked or put back
//! with its old time is not newer, and then cargo runs a program of another text. So a program
//! carries its text, and who judges it can compare: content decides, not a time.

/// What stands before the text in the program's file.
pub const MARK: &[u8; 32] = b"The program was built from this:";

/// Where in a program's file the text may begin: at a multiple of this. Linkers keep it, as it is a
/// sector of Windows' files and a part of a page elsewhere. So a search need not look at every byte.
pub const ALIGNMENT: usize = 512;

/// The text that a program was built from.
#[derive(Debug)]
#[repr(C, align(512))]
pub struct Text<const LENGTH: usize> {
    mark: [u8; 32],
    length: [u8; 8],
    text: [u8; LENGTH],
}

impl<const LENGTH: usize> Text<LENGTH> {
    /// The text of a file.
    pub const fn new(text: &[u8; LENGTH]) -> Self {
        Self { mark: *MARK, length: (LENGTH as u64).to_le_bytes(), text: *text }
    }
}

/// Puts the text of a file, named as in `include_bytes!`, into the program that has this in its `main`.
///
/// What no function uses, a linker may leave out, `#[used]` or not. On Windows it does.
#[macro_export]
macro_rules! file {
    ($file:literal) => {
        static BUILT_FROM: $crate::Text<{ include_bytes!($file).len() }> =
            $crate::Text::new(include_bytes!($file));
        ::std::hint::black_box(&BUILT_FROM);
    };
}

/// The text that a program's file carries, if it carries one.
pub fn text_in(program: &[u8]) -> Option<&[u8]> {
    let places = (0..program.len()).step_by(ALIGNMENT);
    let found = places.map(|at| &program[at..]).find(|rest| rest.starts_with(MARK))?;
    let (length, rest) = found[MARK.len()..].split_first_chunk::<8>()?;
    rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_very_program_carries_its_text() {
        file!("lib.rs");
        let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let own = include_bytes!("lib.rs");
        assert_eq!(super::text_in(&program), Some(own.as_slice()));
        assert_eq!(BUILT_FROM.text, *own);
    }

    #[test]
    fn what_carries_no_text_is_told_apart() {
        assert_eq!(super::text_in(&[0; 2000]), None);
        let mut cut = vec![0; 512];
        cut.extend_from_slice(super::MARK);
        cut.extend_from_slice(&9_u64.to_le_bytes());
        assert_eq!(super::text_in(&cut), None);
        cut.extend_from_slice(b"nine byte");
        assert_eq!(super::text_in(&cut), Some(b"nine byte".as_slice()));
    }
}
