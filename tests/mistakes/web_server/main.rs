//! Makes the known mistakes of `20_web_server`.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Instant;

use given::{Answer, Method, Next, Request, Settings, Status};

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the functions.
#[path = "../../../exercises/20_web_server/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[path = "../../../solutions/20_web_server/src/web_server.rs"]
mod right;

mistakes! {
    web_server in [
        a_body_comes_in_one_piece,
        a_body_has_no_clock,
        a_body_is_the_next_request,
        a_coded_sign_ends_the_path,
        a_coded_slash_leaves_the_root,
        a_few_workers,
        a_folder_without_index_is_forbidden,
        a_folder_without_its_slash,
        a_gone_client_gets_an_answer,
        a_gone_client_is_a_panic,
        a_limit_is_one_less,
        a_line_counts_its_end,
        a_line_feed_ends_a_line,
        a_link_out_is_not_there,
        a_missing_thread_is_a_panic,
        a_percent_stands_for_itself,
        a_prefix_is_beneath,
        a_refusal_ends_the_connection,
        a_request_fits_into_one_buffer,
        a_short_file_is_filled_up,
        a_sign_is_a_digit,
        a_slash_after_a_file_is_nothing,
        a_slash_replaces_the_root,
        a_slow_reader_is_cut_off,
        a_slow_request_gets_no_answer,
        a_whole_head_has_no_limit,
        a_zero_byte_is_for_the_kernel,
        accepts_before_there_is_a_place,
        an_absolute_link_leads_out,
        an_error_ends_the_server,
        another_limit,
        another_place_instead,
        another_reason,
        answers_before_the_body,
        answers_without_reading,
        any_bytes_are_a_name,
        any_method_gets_the_file,
        asks_again_at_once,
        bad_requests_get_no_answer,
        bodies_are_text,
        clients_without_limit,
        decodes_twice,
        dots_have_another_status,
        dots_inside_are_followed,
        dots_leave_the_root,
        each_byte_is_a_character,
        each_byte_starts_the_clock,
        each_line_has_the_limit,
        each_line_starts_the_clock,
        every_answer_is_200,
        every_connection_is_kept,
        every_link_is_forbidden,
        everything_is_html,
        fewer_clients_than_told,
        files_are_text,
        first_read_in_the_accepting_thread,
        forgets_what_is_left,
        handles_are_kept,
        head_is_refused,
        head_says_length_0,
        head_with_a_body,
        leaves_too_early,
        length_in_characters,
        limits_come_too_late,
        line_feeds_in_the_response,
        links_leave_the_root,
        looks_before_decoding,
        looks_before_the_method,
        many_small_writes,
        names_are_not_decoded,
        names_with_a_dot_are_secret,
        no_allow,
        no_connection,
        no_date,
        no_length,
        no_limits,
        no_location,
        no_reuse_of_the_address,
        no_room_in_the_queue,
        one_at_a_time,
        one_buffer_for_all,
        one_client_fewer,
        one_client_more,
        one_limit_for_all,
        one_patience_for_the_whole_talk,
        one_read_is_one_request,
        one_read_is_the_file,
        one_request_per_connection,
        one_write_sends_it_all,
        only_ipv4,
        only_post_has_a_body,
        opens_and_then_looks,
        opens_what_is_no_file,
        parse_gets_too_much,
        places_are_lost,
        plus_is_a_space,
        reads_before_it_looks,
        reads_to_the_end,
        resets_at_the_end,
        sends_without_a_deadline,
        shares_the_port,
        silence_gets_an_answer,
        silence_is_no_end,
        so_many_requests_and_no_more,
        talks_in_the_accepting_thread,
        the_body_starts_the_clock,
        the_clock_starts_too_early,
        the_close_has_no_end,
        the_close_is_too_short,
        the_close_loses_the_response,
        the_close_waits_too_long,
        the_end_in_one_piece,
        the_end_is_no_end,
        the_file_is_sent_to_its_end,
        the_index_is_not_looked_at,
        the_last_deadline_stays,
        the_line_says_something_else,
        the_location_is_another_host,
        the_location_is_decoded,
        the_location_is_on_the_disk,
        the_location_is_tidied,
        turns_clients_away,
        two_dots_anywhere,
        type_of_the_path,
        waits_at_every_address,
        waits_for_the_clients_end,
        waits_longer_than_told,
        waits_without_sleeping,
        what_cannot_be_decoded_is_not_there,
        what_cannot_be_opened_is_not_there,
        what_is_not_there_is_500,
        what_may_not_be_read_is_not_there,
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

/// Waits for the next request as is right, and takes it out of the buffer by `take`.
fn next_by(
    client: &mut TcpStream,
    buffer: &mut Vec<u8>,
    settings: &Settings,
    mut take: impl FnMut(&mut Vec<u8>, &Settings) -> Result<Option<Request>, Status>,
) -> Next {
    let mut begun = (!buffer.is_empty()).then(Instant::now);
    loop {
        match take(buffer, settings) {
            Ok(Some(request)) => return Next::Request(request),
            Ok(None) => {}
            Err(status) => return Next::Refuse(status),
        }
        let left =
            settings.patience.saturating_sub(begun.map(|it| it.elapsed()).unwrap_or_default());
        if left.is_zero() {
            return Next::Refuse(Status::RequestTimeout);
        }
        let mut piece = [0; 4096];
        let received =
            client.set_read_timeout(Some(left)).and_then(|()| io::Read::read(client, &mut piece));
        match received {
            Ok(length @ 1..) => {
                begun.get_or_insert_with(Instant::now);
                buffer.extend_from_slice(&piece[..length]);
            }
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
        Err(error) => Answer::Refusal(match error.kind() {
            io::ErrorKind::PermissionDenied => Status::Forbidden,
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::InvalidFilename => Status::NotFound,
            _ => Status::InternalServerError,
        }),
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

/// The head of a right response, and the page that follows it if there is no file.
fn head(answer: &Answer, keep_alive: bool) -> (String, String) {
    let (status, more) = match answer {
        Answer::File { .. } => (Status::Ok, String::new()),
        Answer::MovedTo(path) => (Status::MovedPermanently, format!("Location: {path}\r\n")),
        Answer::Refusal(Status::MethodNotAllowed) => {
            (Status::MethodNotAllowed, "Allow: GET, HEAD\r\n".to_owned())
        }
        Answer::Refusal(status) => (*status, String::new()),
    };
    let (media_type, length, page) = match answer {
        Answer::File { length, media_type, .. } => (media_type.as_str(), *length, String::new()),
        _ => ("text/html", status.to_string().len() as u64, status.to_string()),
    };
    let connection = if keep_alive { "keep-alive" } else { "close" };
    let head = format!(
        "HTTP/1.1 {status}\r\nDate: {}\r\nContent-Type: {media_type}\r\nContent-Length: \
         {length}\r\n{more}Connection: {connection}\r\n\r\n",
        given::date()
    );
    (head, page)
}

/// Sends a response whose head is not as it should be.
fn send_with(
    client: &mut TcpStream,
    answer: Answer,
    is_head: bool,
    keep_alive: bool,
    edit: impl Fn(&str) -> String,
) -> io::Result<()> {
    let (head, page) = head(&answer, keep_alive);
    client.write_all(edit(&head).as_bytes())?;
    match answer {
        _ if is_head => Ok(()),
        Answer::File { file, length, .. } => match io::copy(&mut file.take(length), client)? {
            sent if sent < length => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        },
        _ => client.write_all(page.as_bytes()),
    }
}

/// A head without one of its lines.
fn without(head: &str, name: &str) -> String {
    head.split_inclusive("\r\n").filter(|line| !line.starts_with(name)).collect()
}
