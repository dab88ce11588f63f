//! A program that serves, or does something else, as the variable MISTAKE names it.

use std::io::{self, BufRead};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Condvar, Mutex};
use std::time::Duration;
use std::{env, thread};

fn main() {
    match env::var("MISTAKE").unwrap_or_default().as_str() {
        "serve" => serve(),
        "serve_by_three" => serve_by_three(),
        "serve_five" => serve_five(),
        "nothing" => println!("@ ready"),
        "nonsense_line" => println!("@ nonsense"),
        "todo" => todo!("write me"),
        "exit" => {}
        other => unreachable!("{other}"),
    }
}

/// Serves clients, one by one, until one of them says `panic`. Says nothing to the others.
fn serve() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    println!("@ listening {}", listener.local_addr().expect("it has an address"));
    for client in listener.incoming() {
        let mut line = String::new();
        let client = client.expect("a client");
        let _ = io::BufReader::new(client).read_line(&mut line);
        assert!(!line.starts_with("panic"), "a client said so");
    }
}

/// Three threads serve clients, each with two descriptors. Who finds none rests, and tries again.
fn serve_by_three() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let serve = || loop {
        match listener.accept().and_then(|(client, _)| Ok((client.try_clone()?, client))) {
            Ok((mut from, mut to)) => drop(io::copy(&mut from, &mut to)),
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(serve);
        }
        println!("@ listening {}", listener.local_addr().expect("it has an address"));
    });
}

/// Serves five clients side by side, until each has gone. Who finds no descriptor rests, and tries again.
fn serve_five() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    println!("@ listening {}", listener.local_addr().expect("it has an address"));
    let (places, freed) = (Mutex::new(5), Condvar::new());
    thread::scope(|scope| {
        loop {
            let none = |places: &mut i32| *places == 0;
            drop(freed.wait_while(places.lock().expect("nobody panics"), none));
            let Ok((client, _)) = listener.accept() else {
                thread::sleep(Duration::from_millis(20));
                continue;
            };
            *places.lock().expect("nobody panics") -= 1;
            scope.spawn(|| {
                let _ = io::copy(&mut { client }, &mut io::sink());
                *places.lock().expect("nobody panics") += 1;
                freed.notify_one();
            });
        }
    });
}
