//! A program that makes one of several mistakes: the one that the variable MISTAKE names.

/// Takes the names of the mistakes, each a file beside `main.rs`, and the program with a stand-in for
/// the module that makes the mistake.
macro_rules! mistakes {
    ($module:ident in [$($name:ident),* $(,)?] => $program:expr) => {
        $(mod $name;)*

        fn main() -> std::process::ExitCode {
            let mistake = std::env::var("MISTAKE").unwrap_or_default();
            match mistake.as_str() {
                $(stringify!($name) => {
                    use $name as $module;
                    $program
                })*
                _ => {
                    eprintln!("MISTAKE is `{mistake}`; it takes one of {}", stringify!($($name),*));
                    std::process::ExitCode::from(2)
                }
            }
        }
    };
}
