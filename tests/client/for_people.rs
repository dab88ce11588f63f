//! What the program shows to people. The grader's own checks don't look at that.

use std::io::Read;
use std::net::{SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use grader::DEADLINE;
use socket2::{Domain, SockRef, Socket, Type};

use crate::connect::LOCALHOST;

/// The program, as it is started by people.
fn program() -> assert_cmd::Command {
    assert_cmd::Command::new(crate::EXERCISE.program().expect("it is built").path())
}

/// Without arguments the program is for people. This one needs nobody who presses Enter.
#[test]
fn the_program_shows_the_stages_to_people() {
    let mut program = program();
    let shown = program.write_stdin("").timeout(DEADLINE).assert().success();
    shown.stdout(predicates::str::contains("You sent: Who am I?"));
}

/// What people read when nobody listens.
#[test]
fn people_are_told_that_they_are_refused() {
    let bound = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    bound.bind(&SocketAddr::from((LOCALHOST, 0)).into()).unwrap();
    let closed = bound.local_addr().unwrap().as_socket().unwrap().to_string();
    let mut program = program();
    let told = program.arg(&closed).timeout(DEADLINE).assert().code(1);
    let sentence = format!("{closed} refused the connection: nobody listens there.\n");
    told.stderr(predicates::str::ends_with(sentence));
}

/// What people read when the server breaks off.
#[test]
fn people_are_told_of_a_reset() {
    if cfg!(windows) {
        return grader::tell_people("skipped: Wine shows a program a reset and the end alike");
    }
    let server = TcpListener::bind((LOCALHOST, 0)).unwrap();
    let address = server.local_addr().unwrap().to_string();
    let reset = thread::spawn(move || {
        let (mut client, _) = server.accept().unwrap();
        client.set_read_timeout(Some(DEADLINE)).unwrap();
        client.read_to_end(&mut Vec::new()).unwrap();
        SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
    });
    let mut program = program();
    let told = program.arg(&address).timeout(DEADLINE).assert().code(1);
    let sentence = format!("{address} reset the connection before the answer had ended.\n");
    told.stderr(predicates::str::ends_with(sentence));
    reset.join().unwrap();
}
