//! Calls the function of `processes.rs`.

#[cfg(unix)]
mod given;
#[cfg(unix)]
mod processes;

built_from::file!("processes.rs");

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    given::run(processes::serve)
}

#[cfg(not(unix))]
fn main() -> std::process::ExitCode {
    eprintln!("A connection can be another program's standard input on Unix systems only.");
    std::process::ExitCode::FAILURE
}
