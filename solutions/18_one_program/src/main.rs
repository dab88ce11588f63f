//! Serves many clients in one thread, with the functions of `one_program.rs`.

#[path = "../../../exercises/18_one_program/src/given.rs"]
mod given;
mod one_program;

use one_program::Talk;

fn main() -> std::process::ExitCode {
    built_from::file!("one_program.rs");
    given::run(&given::Functions {
        accept: one_program::accept,
        new: Talk::new,
        wants: Talk::wants,
        readable: Talk::readable,
        writable: Talk::writable,
        is_over: Talk::is_over,
    })
}
