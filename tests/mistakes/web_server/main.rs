//! Makes the known mistakes of `19_web_server`.

use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::time::Instant;

use given::{Answer, Method, Next, Request, Settings, Status};

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the functions.
#[path = "../../../exercises/19_web_server/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[path = "../../../solutions/19_web_server/src/web_server.rs"]
mod right;

mistakes! {
    web_server in [
        a_body_is_the_next_request,
        a_folder_without_its_slash,
        a_gone_client_is_a_panic,
        a_prefix_is_beneath,
        a_slash_replaces_the_root,
        an_error_ends_the_server,
        answers_without_reading,
        any_method_gets_the_file,
        bad_requests_get_no_answer,
        clients_without_limit,
        decodes_twice,
        dots_leave_the_root,
        each_byte_starts_the_clock,
        every_answer_is_200,
        every_connection_is_kept,
        everything_is_html,
        files_are_text,
        forgets_what_is_left,
        handles_are_kept,
        head_with_a_body,
        length_in_characters,
        limits_come_too_late,
        links_leave_the_root,
        looks_before_decoding,
        names_are_not_decoded,
        no_length,
        no_limits,
        one_at_a_time,
        one_buffer_for_all,
        one_read_is_one_request,
        one_request_per_connection,
        plus_is_a_space,
        reads_to_the_end,
        sends_without_a_deadline,
        silence_is_no_end,
        the_close_loses_the_response,
        the_end_in_one_piece,
        the_end_is_no_end,
        the_location_is_another_host,
    ] => given::run(web_server::listener, web_server::serve, web_server::talk)
}

/// What a talk is made of. A mistake is in one of these; the others are right.
struct Parts {
    next_request: fn(&mut TcpStream, &mut Vec<u8>, &Settings) -> Next,
    find: fn(&Path, &str) -> Answer,
    respond: fn(&mut TcpStream, Answer, bool, bool) -> io::Result<()>,
    close: fn(&mut TcpStream, &Settings),
}

const RIGHT: Parts = Parts {
    next_request: right::next_request,
    find: right::find,
    respond: right::respond,
    close: right::close,
};

/// The right talk, of these parts.
fn talk_with(mut client: TcpStream, settings: &Settings, parts: &Parts) {
    let _ = client.set_nodelay(true);
    let _ = client.set_read_timeout(Some(settings.patience));
    let _ = client.set_write_timeout(Some(settings.patience));
    let mut buffer = Vec::new();
    loop {
        let next = (parts.next_request)(&mut client, &mut buffer, settings);
        let (answer, is_head, keep_alive) = match next {
            Next::Request(Request { method, path, keep_alive, .. }) => match method {
                Method::Other => (Answer::Refusal(Status::MethodNotAllowed), false, keep_alive),
                _ => ((parts.find)(&settings.root, &path), method == Method::Head, keep_alive),
            },
            Next::Refuse(status) => (Answer::Refusal(status), false, false),
            Next::End => return,
        };
        if (parts.respond)(&mut client, answer, is_head, keep_alive).is_err() {
            return;
        }
        if !keep_alive {
            return (parts.close)(&mut client, settings);
        }
    }
}

/// Takes a request out of the buffer.
type Take = fn(&mut Vec<u8>, &Settings) -> Result<Option<Request>, Status>;

/// Waits for the next request as is right, and takes it out by `take`.
fn next_by(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings, take: Take) -> Next {
    let begun = Instant::now();
    loop {
        match take(buffer, settings) {
            Ok(Some(request)) => return Next::Request(request),
            Ok(None) => {}
            Err(status) => return Next::Refuse(status),
        }
        let left = settings.patience.saturating_sub(begun.elapsed());
        let mut piece = [0; 4096];
        let received = client
            .set_read_timeout(Some(left).filter(|left| !left.is_zero()))
            .and_then(|()| io::Read::read(client, &mut piece));
        match received {
            Ok(length @ 1..) => buffer.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && !buffer.is_empty() => {
                return Next::Refuse(Status::RequestTimeout);
            }
            _ => return Next::End,
        }
    }
}

/// What is sent for what was opened.
fn found(opened: io::Result<Option<Answer>>, path: &str) -> Answer {
    match opened {
        Ok(Some(answer)) => answer,
        Ok(None) => Answer::MovedTo(format!("/{}/", path.trim_start_matches('/'))),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Answer::Refusal(Status::Forbidden)
        }
        Err(_) => Answer::Refusal(Status::NotFound),
    }
}

/// Opens a file wherever it is; `None` for a folder whose slash is missing.
fn open_without_a_look(path: &Path, name: &str) -> io::Result<Option<Answer>> {
    let mut path = path.to_owned();
    if name.ends_with('/') {
        path.push("index.html");
    }
    let metadata = path.metadata()?;
    if metadata.is_dir() && !name.ends_with('/') {
        return Ok(None);
    }
    let file = std::fs::File::open(&path)?;
    Ok(Some(Answer::File { file, length: metadata.len(), media_type: given::media_type(&path) }))
}
