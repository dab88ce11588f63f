//! Stages 3 and 4: what a talk that has been seen says of them.

use std::net::TcpListener;

use grader::{Bench, DEADLINE, Ended, Failure, seen, skip};
use real::client::End;
use real::idle::can_interrupt;
use socket2::SockRef;

use crate::connect::{LOCALHOST, listen};
use crate::program::{REQUEST, ended_early, not_connected};
use crate::talk::{LARGE, PIECES, SAID_LENGTH, Server, Talk, noise, talk};

/// A request whose last line is empty: that is how the server of a page knows that it has all of it.
const AS_OF_HTTP: &[u8] = b"GET / HTTP/1.0\r\n\r\n";

/// So much of a large answer comes first. The rest comes when this has been read.
const FIRST_PART: usize = 1000;

/// An answer that comes in pieces, each after the one before was taken.
pub fn in_pieces(bench: &Bench<'_>) -> Result<(), Failure> {
    let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
        server.receive();
        server.send_pieces(PIECES);
        server.end();
    })?;
    talk.request_is_right()?;
    talk.answer_is_right(&PIECES.concat())
}

/// A large answer, of which a part comes first.
pub fn receives_a_large_answer(bench: &Bench<'_>) -> Result<(), Failure> {
    let answer = noise(LARGE);
    let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
        server.receive();
        server.send_pieces(&[&answer[..FIRST_PART]]);
        server.send(&answer[FIRST_PART..]);
        server.end();
    })?;
    talk.request_is_right()?;
    talk.answer_is_right(&answer)
}

/// A talk in which the request is right, and is answered at once.
pub fn answered(bench: &Bench<'_>, answer: &[u8]) -> Result<Talk, Failure> {
    let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
        server.receive();
        server.send(answer);
        server.end();
    })?;
    talk.request_is_right().map(|()| talk)
}

/// The request arrives, and then its end. Where its end comes first, and none of it: is that so because
/// the program holds it back?
pub fn the_end_comes_last(bench: &Bench<'_>) -> Result<(), Failure> {
    let talk_of = |request: &[u8]| {
        talk(bench, &listen(LOCALHOST)?, request, |server| {
            server.receive();
            server.send(b"Thank you.");
            server.end();
        })
    };
    let talk = talk_of(REQUEST)?;
    talk.request_is_right().map_err(|failure| match failure {
        Failure::Seen(words, None) if talk.has_ended_first() => {
            let is_held_back = match &talk.error {
                Some(error) => error.is_a_broken_pipe(),
                // What does not fit into the program's own buffer goes out before the end.
                None => talk_of(&noise(LARGE)).is_ok_and(|it| it.server.received.len() > LARGE / 2),
            };
            Failure::Seen(words, is_held_back.then_some("the_end_comes_first"))
        }
        other => other,
    })?;
    let talk = talk_of(AS_OF_HTTP)?;
    talk.request_is_right().map_err(|failure| match failure {
        Failure::Seen(words, Some("never_says_the_end")) => {
            let words = format!("A request ended with an empty line, as one of HTTP does. {words}");
            seen(words, Some("an_empty_line_ends_the_request"))
        }
        other => other,
    })
}

/// A request may have no byte at all. Its end is told as that of any other, and it is answered.
pub fn empty_request(bench: &Bench<'_>) -> Result<(), Failure> {
    const ANSWER: &[u8] = b"You asked for nothing.";
    let talk = talk(bench, &listen(LOCALHOST)?, b"", |server| {
        server.receive();
        server.send(ANSWER);
        server.end();
    })?;
    let right = talk.request_is_right().and_then(|()| talk.answer_is_right(ANSWER));
    right.map_err(|failure| match failure {
        Failure::Seen(words, mistake) => {
            // It waits for the answer to another request.
            let is_no_talk = talk.error.is_none() && talk.answer.as_deref() == Some(b"");
            let mistake = mistake.or(is_no_talk.then_some("an_empty_request_is_no_talk"));
            seen(format!("The request is empty. {words}"), mistake)
        }
        other => other,
    })
}

/// A server into whose buffer a large request does not fit. Nor does it fit into the program's own: given.rs sees
/// to that. No usual size of a piece is a part of this one, so the room ends within a piece.
pub fn with_a_small_buffer() -> Result<TcpListener, Failure> {
    let listener = listen(LOCALHOST)?;
    SockRef::from(&listener)
        .set_recv_buffer_size(5000)
        .map_err(|error| format!("a server with a small buffer: {error}"))?;
    Ok(listener)
}

/// A server that reads slowly: at first not at all, and then through a small window.
pub fn sends_a_large_request(bench: &Bench<'_>) -> Result<(), Failure> {
    let listener = with_a_small_buffer()?;
    let request = noise(LARGE);
    let talk = talk(bench, &listener, &request, |server| {
        // The program waits in send, as nobody reads. On Linux, a send that is interrupted gives
        // back how much it has taken until then. Elsewhere it is the size alone that is tried.
        if can_interrupt().is_ok() {
            server.interrupt();
        }
        server.receive();
        server.send(b"Thank you.");
        server.end();
    })?;
    talk.request_is_right().map_err(|failure| match (failure, &talk.error) {
        (Failure::Seen(words, None), Some(error)) if !error.is_the_kernels && talk.is_begun() => {
            seen(words, Some("a_part_is_an_error"))
        }
        (failure, _) => failure,
    })?;
    talk.answer_is_right(b"Thank you.")
}

/// The server has the request, and breaks off before its answer has begun.
pub fn reset_before_the_answer(bench: &Bench<'_>) -> Result<(), Failure> {
    let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
        server.receive();
        server.reset();
    })?;
    talk.request_is_right()?;
    talk.is_reset()
}

/// The server breaks off in the middle of a request, and nothing was received.
pub fn reset_while_it_sends(bench: &Bench<'_>) -> Result<(), Failure> {
    let listener = with_a_small_buffer()?;
    let talk = talk(bench, &listener, &noise(LARGE), Server::breaks_off)?;
    if talk.server.client.is_none() && !talk.server.has_begun {
        return Err(talk.nobody_came());
    }
    let situation = "The server reset the connection when it had received a part of the request.";
    match (&talk.error, &talk.answer) {
        // Which call is told of the reset, and which of its consequence, is free.
        (Some(error), _) if error.is_the_kernels || error.is_about_a_reset() => Ok(()),
        (Some(error), _) => {
            // Who sees only that a part was taken has not come to the kernel's error.
            if let Err(part @ Failure::Seen(_, Some("a_part_is_an_error"))) =
                sends_a_large_request(bench)
            {
                return Err(part);
            }
            let words = format!("{situation} {}", error.sentence());
            Err(seen(words, Some("an_error_of_its_own")))
        }
        (None, Some(answer)) => {
            let words = format!(
                "{situation} Your send_and_receive gave back no error, but an answer of {}.",
                bytes(answer.len())
            );
            Err(seen(words, Some("a_failed_send_is_no_error")))
        }
        (None, None) => Err(ended_early(talk.ended, situation)),
    }
}

impl Talk {
    /// The request has arrived, whole, as it was, and with its end.
    pub fn request_is_right(&self) -> Result<(), Failure> {
        let Server { client, received, end, sent, .. } = &self.server;
        let (came, wanted) = (received.len(), self.request.len());
        if client.is_none() && *sent == 0 && end.is_none() {
            return Err(self.nobody_came());
        }
        let arrived = format!("The request has {}. The server received {came}", bytes(wanted));
        match end {
            Some(End::Closed) if *received == self.request => Ok(()),
            _ if self.came_again => {
                let words = format!("{arrived}. But your program has connected a second time.");
                Err(seen(words, Some("another_socket")))
            }
            None if *received == self.request => {
                let words = "The server received the whole request, but not its end. It waited for \
                             more, and sent no answer.";
                Err(self.stage_3_failed(words, Some("never_says_the_end")))
            }
            None if received.is_empty() => {
                let words = "Your program is connected. But it sent nothing.";
                Err(self.stage_3_failed(words, Some("reads_before_it_sends")))
            }
            Some(End::Reset(_)) => {
                let words = format!("{arrived}, and then a reset.");
                Err(self.stage_3_failed(&words, None))
            }
            Some(End::Closed) if received.is_empty() => {
                let words = format!("{arrived}, and the end.");
                Err(self.stage_3_failed(&words, None))
            }
            None if came == wanted + 1
                && received.starts_with(&self.request)
                && received[wanted].is_ascii_control()
                && !b"\r\n".contains(&received[wanted]) =>
            {
                let words = format!(
                    "{arrived}: after the request came a byte {}, and no end. The server waited for more, \
                     and sent no answer.",
                    received[wanted]
                );
                Err(self.stage_3_failed(&words, Some("the_end_is_a_byte")))
            }
            _ if wanted == LARGE && begins_anew(received, &self.request) => {
                let words = format!(
                    "{arrived}: first a part of it, and then all of it. Signals had interrupted the program while \
                     it sent."
                );
                Err(self.stage_3_failed(&words, Some("an_interruption_begins_anew")))
            }
            _ if came > wanted && received.starts_with(&self.request) => {
                let more = &received[wanted..];
                let is_line_end = more.iter().all(|byte| b"\r\n\0".contains(byte));
                let words = format!(
                    "{arrived}: after the request came {:?}.",
                    String::from_utf8_lossy(&more[..more.len().min(20)])
                );
                Err(seen(words, Some("adds_a_line_end").filter(|_| is_line_end)))
            }
            _ if self.request.starts_with(received) => {
                // A small one is written at once.
                let is_cut = *end == Some(End::Closed) && wanted == LARGE;
                let mistake = is_cut.then_some("one_write_is_the_request");
                let end =
                    if *end == Some(End::Closed) { ", and then the end" } else { ", and no end" };
                Err(self.stage_3_failed(&format!("{arrived}{end}."), mistake))
            }
            Some(End::Closed) if wanted == LARGE && has_holes(received, &self.request) => {
                let words = format!("{arrived}, and then the end: in the middle there are holes.");
                Err(self.stage_3_failed(&words, Some("one_write_is_the_request")))
            }
            _ if is_read_as_text(received, &self.request) => {
                let words = "The request holds bytes that are no text. The server received other \
                             bytes in their place.";
                Err(seen(words, Some("bytes_are_text")))
            }
            _ => {
                let same = received.iter().zip(&self.request).take_while(|(a, b)| a == b).count();
                Err(seen(
                    format!("{arrived}. Byte {} is not the one of the request.", same + 1),
                    None,
                ))
            }
        }
    }

    /// Whether the server has seen the end of the stream, and not a byte before it. The client is the socket
    /// that the program has.
    fn has_ended_first(&self) -> bool {
        let Server { peer, received, end, .. } = &self.server;
        let is_its_own = peer.map(|peer| peer.to_string()) == self.local;
        *end == Some(End::Closed) && received.is_empty() && is_its_own
    }

    /// Whether the server has received the beginning of the request, and no more of it.
    fn is_begun(&self) -> bool {
        let Server { received, end, .. } = &self.server;
        let is_part = received.len() < self.request.len() && self.request.starts_with(received);
        *end == Some(End::Closed) && !received.is_empty() && is_part
    }

    /// Whether the third stage was told EPIPE, though the request had arrived with its end: it sent once more.
    pub fn sends_after_the_end(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.is_a_broken_pipe())
    }

    fn nobody_came(&self) -> Failure {
        match &self.error {
            Some(error) => not_connected(error),
            None if matches!(self.ended, Ended::Exited(0)) => {
                seen("Your connect gave no error. But nobody has come to the server.", None)
            }
            None => Failure::Ended(self.ended.clone()),
        }
    }

    /// What the server did not get may be explained by what the program said.
    fn stage_3_failed(&self, words: &str, mistake: Option<&'static str>) -> Failure {
        let Some(error) = &self.error else {
            return match &self.ended {
                Ended::Exited(0) | Ended::Waits | Ended::Loops => seen(words, mistake),
                ended => Failure::Ended(ended.clone()),
            };
        };
        let words = format!("{words} {}", error.sentence());
        let has_no_port = self.local.as_ref().is_some_and(|local| local.ends_with(":0"));
        let mistake = match error.kind.as_str() {
            "BrokenPipe" | "NotConnected" if has_no_port => Some("another_socket"),
            "InvalidData" => Some("bytes_are_text"),
            "Interrupted" => Some("an_interruption_is_an_error"),
            "AddrInUse" | "AddrNotAvailable" => Some("a_port_of_its_own"),
            _ => None,
        };
        seen(words, mistake)
    }

    /// The answer is what the server sent, to its end, and the program came to its own end.
    pub fn answer_is_right(&self, expected: &[u8]) -> Result<(), Failure> {
        let sent = match expected.len() {
            0 => "The server ended its answer before the first byte".to_owned(),
            length => format!("The server sent an answer of {}, and its end", bytes(length)),
        };
        if let Some(error) = &self.error {
            let mistake = match error.kind.as_str() {
                "Interrupted" => Some("an_interruption_is_an_error"),
                "InvalidData" => Some("bytes_are_text"),
                _ if !error.is_the_kernels => Some("the_end_is_an_error"),
                _ => None,
            };
            let sent = if error.kind == "Interrupted" {
                "A signal came while your program waited for the answer"
            } else {
                &sent
            };
            return Err(seen(format!("{sent}. {}", error.sentence()), mistake));
        }
        let Some(answer) = &self.answer else {
            let Server { sent: came, has_ended, .. } = self.server;
            return Err(match &self.ended {
                Ended::Waits | Ended::Loops if expected.len() == LARGE => {
                    let words = format!(
                        "{sent}. Your program was not done with it after {} seconds.",
                        DEADLINE.as_secs()
                    );
                    seen(words, None)
                }
                Ended::Waits | Ended::Loops if came == expected.len() && has_ended => {
                    let words = format!("{sent}. Your program still waits for more.");
                    seen(words, Some("zero_means_try_again"))
                }
                Ended::Waits | Ended::Loops => {
                    let words = format!(
                        "Your program took only {came} of the {} bytes that the server had for it, \
                         in {} seconds.",
                        expected.len(),
                        DEADLINE.as_secs()
                    );
                    seen(words, None)
                }
                ended => Failure::Ended(ended.clone()),
            });
        };
        if answer != expected {
            let words = format!("{sent}. Your answer has {}.", bytes(answer.len()));
            return Err(seen(words, wrong_answer(answer, expected)));
        }
        let client = self.server.client.as_ref();
        if client.is_some_and(|client| matches!(client.stream.take_error(), Ok(Some(_)))) {
            let words = "Your program reset the connection. A FIN would have been its end.";
            return Err(seen(words, None));
        }
        match &self.ended {
            Ended::Exited(0) | Ended::NotStarted => Ok(()),
            ended => Err(Failure::Ended(ended.clone())),
        }
    }

    /// The server has broken the connection off in the middle of its answer.
    pub fn is_reset(&self) -> Result<(), Failure> {
        let situation = match self.server.sent {
            0 => "The server reset the connection before the first byte of its answer.",
            _ => "The server sent a part of its answer, and reset the connection.",
        };
        match (&self.error, &self.answer) {
            (Some(error), _) if error.kind == "ConnectionReset" => Ok(()),
            (Some(error), _) => {
                let words = format!(
                    "{situation} {} The kernel's error is ConnectionReset.",
                    error.sentence()
                );
                Err(seen(words, Some("an_error_of_its_own").filter(|_| !error.is_the_kernels)))
            }
            (None, Some(answer)) => {
                let words = format!(
                    "{situation} Your send_and_receive gave back no error, but an answer of {}.",
                    bytes(answer.len())
                );
                // Who received nothing of what came has not come to an error.
                let is_told = self.server.sent == 0 || !answer.is_empty();
                Err(seen(words, is_told.then_some("an_error_is_the_end")))
            }
            (None, None) if self.came_again => {
                let words = format!("{situation} Your program connected a second time.");
                Err(seen(words, Some("another_socket")))
            }
            (None, None) => Err(ended_early(self.ended.clone(), situation)),
        }
    }

    /// The program has no socket left.
    pub fn is_closed(&self) -> Result<(), Failure> {
        let after = self.answered.as_ref().map(|it| &it.local);
        if let (Some(before), Some(after)) = (&self.local, after)
            && before != after
            // Others may forget the name with the connection.
            && cfg!(target_os = "linux")
        {
            let words = format!(
                "After connect your socket was {before}. After send_and_receive it is another one, {after}."
            );
            return Err(seen(words, Some("another_socket")));
        }
        match self.left_open {
            _ if self.ended == Ended::NotStarted => Err(Failure::Ended(self.ended.clone())),
            Some(0) => Ok(()),
            Some(number) => {
                let words = format!(
                    "After disconnect, your program still has a descriptor for {}.",
                    if number == 1 { "a socket".to_owned() } else { format!("{number} sockets") }
                );
                Err(seen(words, Some("leaves_the_socket_open")))
            }
            None => skip("this system does not show the descriptors of a process"),
        }
    }
}

/// `1 byte`, `2 bytes`
fn bytes(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} byte{plural}")
}

/// Which mistake explains an answer that differs.
fn wrong_answer(answer: &[u8], expected: &[u8]) -> Option<&'static str> {
    if answer.is_empty() {
        // It may not have been received, or not waited for, or lost.
        None
    } else if without_line_ends(answer) == without_line_ends(expected) {
        Some("an_answer_is_lines")
    } else if let Some(missing) = expected.strip_prefix(answer) {
        cut_off(answer, missing)
    } else if expected.ends_with(answer) {
        Some("only_the_last_piece")
    } else if is_read_as_text(answer, expected) {
        Some("bytes_are_text")
    } else if let Some(more) = answer.strip_prefix(expected) {
        Some("whole_buffer_each_time").filter(|_| more.iter().all(|byte| *byte == 0))
    } else if answer.len() > expected.len() && answer.first() == expected.first() {
        Some("whole_buffer_each_time")
    } else {
        None
    }
}

/// Which mistake gives back only the beginning of an answer.
fn cut_off(answer: &[u8], missing: &[u8]) -> Option<&'static str> {
    let zeros = answer.iter().filter(|byte| **byte == 0).count();
    let is_at_zero =
        (zeros == 0 && missing.first() == Some(&0)) || (zeros == 1 && answer.ends_with(b"\0"));
    let (has_end, is_a_piece) = match PIECES.concat().starts_with(answer) {
        true => {
            let mut ends = PIECES.iter().scan(0, |end, piece| {
                *end += piece.len();
                Some(*end)
            });
            (answer.windows(4).any(|it| it == b"\r\n\r\n"), ends.any(|end| end == answer.len()))
        }
        false => (false, false),
    };
    // With the empty line or without it.
    let is_at_empty_line = answer.ends_with(b"\r\n\r\n")
        || answer.ends_with(b"\n\n")
        || (answer.ends_with(b"\n") && missing.starts_with(b"\r\n"));
    // Where the head says, or with what came in the same piece.
    let is_at_length = answer.windows(4).position(|it| it == b"\r\n\r\n").is_some_and(|head| {
        let more = answer.len() - (head + 4);
        has_end && (more == SAID_LENGTH || (more > SAID_LENGTH && is_a_piece))
    });
    match () {
        () if is_at_length => Some("a_length_is_the_end"),
        () if is_at_empty_line => Some("stops_at_an_empty_line"),
        () if is_at_zero => Some("a_zero_byte_is_the_end"),
        // With what came in the same piece.
        () if has_end && is_a_piece => Some("stops_at_an_empty_line"),
        () if answer == PIECES[0] || answer.len() == FIRST_PART => Some("one_read_is_the_answer"),
        () if answer.len() > FIRST_PART => Some("an_answer_has_a_limit"),
        () => None,
    }
}

/// Whether a part of the original came, and behind it all of it. The original has no pattern.
fn begins_anew(bytes: &[u8], original: &[u8]) -> bool {
    let part = bytes.strip_suffix(original).unwrap_or_default();
    !part.is_empty() && original.starts_with(part)
}

/// Whether these are the original's bytes in their order, and some are left out. The original has no pattern.
fn has_holes(bytes: &[u8], original: &[u8]) -> bool {
    const SURE: usize = 16;
    let (mut rest, mut original) = (bytes, original);
    loop {
        let same = rest.iter().zip(original).take_while(|(a, b)| a == b).count();
        (rest, original) = (&rest[same..], &original[same..]);
        if rest.is_empty() {
            return !bytes.is_empty();
        }
        let next = &rest[..rest.len().min(SURE)];
        let Some(at) = original.windows(next.len()).position(|it| it == next) else { return false };
        original = &original[at..];
    }
}

/// The bytes, without all that can be a line's end.
fn without_line_ends(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect()
}

/// Whether bytes were read as UTF-8, and what is none was replaced, or left out.
fn is_read_as_text(bytes: &[u8], original: &[u8]) -> bool {
    let text = String::from_utf8_lossy(original);
    bytes == text.as_bytes() || bytes == text.replace('\u{fffd}', "").as_bytes()
}
