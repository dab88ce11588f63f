//! Makes the known mistakes of `18_one_program`.

use std::io::{self, Read};
use std::net::TcpStream;

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the functions.
#[path = "../../../exercises/18_one_program/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[path = "../../../solutions/18_one_program/src/one_program.rs"]
mod right;

/// A talk that has all functions of the right one, but for those that the mistake writes itself.
macro_rules! otherwise_right {
    () => {
        otherwise_right!(crate::right::Talk::new());
    };
    ($new:expr) => {
        pub struct Talk(crate::right::Talk);

        impl Talk {
            pub fn new() -> Self {
                Self($new)
            }
        }

        impl std::ops::Deref for Talk {
            type Target = crate::right::Talk;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl std::ops::DerefMut for Talk {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }
    };
}

/// Reads once, for a mistake that is made with what was read.
fn read_once(talk: &mut right::Talk, mut socket: &TcpStream) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 4096];
    match socket.read(&mut buffer) {
        Ok(length) => {
            talk.ended = length == 0;
            Ok(buffer[..length].to_vec())
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Prepares the answer to a line.
fn answer(talk: &mut right::Talk, line: &[u8]) {
    talk.unsent.extend(format!("{} ", talk.next).into_bytes());
    talk.unsent.extend(line);
    talk.unsent.push(b'\n');
    talk.next += 1;
}

/// Takes a whole line, with its `\n`, out of what has come.
fn whole_line(bytes: &mut Vec<u8>) -> Option<Vec<u8>> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some(bytes.drain(..=end).collect())
}

mistakes! {
    one_program in [
        a_full_buffer_is_an_error,
        a_line_without_end,
        a_thread_for_each_client,
        a_time_limit,
        all_that_came_is_one_line,
        always_wants_to_write,
        an_error_ends_the_server,
        asks_but_does_not_read,
        blocking_copy,
        blocks_in_write,
        buffers_without_bound,
        counts_answers_not_bytes,
        counts_from_zero,
        cuts_a_long_line,
        drops_the_rest,
        empty_lines_are_nothing,
        errors_are_nothing,
        every_error_is_nobody,
        forgets_the_piece,
        half_a_line_is_a_line,
        leaves_lines,
        lines_are_text,
        never_asks_to_write,
        never_over,
        never_reads_again,
        nobody_waits_is_an_error,
        nothing_yet_is_the_end,
        numbers_are_small,
        one_answer_per_write,
        one_buffer_for_all,
        one_counter_for_all,
        one_line_per_read,
        one_read_is_one_line,
        reads_on_after_the_end,
        reads_on_too_late,
        reads_or_writes,
        reads_until_nothing_is_left,
        sends_again,
        skips_a_long_line,
        the_end_drops_answers,
        the_end_is_nothing,
        the_limit_is_off_by_one,
        throws_answers_away,
        too_many_answers_are_an_error,
        waits_for_the_rest,
        waits_in_accept,
        waits_until_all_is_written,
    ] => given::run(&given::Functions {
        accept: one_program::accept,
        new: one_program::Talk::new,
        wants: |it| it.wants(),
        readable: |it, socket| it.readable(socket),
        writable: |it, socket| it.writable(socket),
        is_over: |it| it.is_over(),
    })
}
