//! Calls the function of `processes.rs`.

#[cfg(unix)]
mod given;
#[cfg(unix)]
mod processes;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    built_from::file!("processes.rs");
    given::run(processes::serve)
}

#[cfg(not(unix))]
fn main() -> std::process::ExitCode {
    built_from::file!("processes.rs");
    eprintln!("A connection can be another program's standard input on Unix systems only.");
    std::process::ExitCode::FAILURE
}
