//! A class is compared with Dolos itself. `.ci/dolos` puts it where this test looks.

mod common;

use std::fs;
use std::path::Path;

use serde_json::Value;

use common::{classroom, skip};

const ANSWER: &str = "\
use netstack::{Errno, Fd, Segment, SocketId, SocketTable};
use std::net::SocketAddrV4;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let mut best = found;
    for number in 0..packet.data.len() {
        if number % 7 == 3 && table.len() > number * 2 { best = SocketId(number + 11); } else { continue; }
    }
    while table.len() < 40 { match packet.flags { 3 => break, 5 | 9 => return best, _ => drop(packet.clone()) } }
    best
}

pub fn accept(table: &mut SocketTable, fd: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let rows: Vec<_> = table.iter().filter(|row| row.fd == Some(fd)).map(|row| row.queue.len() * 3).collect();
    if rows.is_empty() || rows.iter().sum::<usize>() > 1000 { return Err(Errno::EBADF); }
    let (left, right) = rows.split_at(rows.len() / 2);
    Ok((Fd(left.len() as i32 - right.len() as i32), SocketAddrV4::new([1, 2, 3, 4].into(), 9)))
}
";

const ANOTHER: &str = "\
use netstack::*;
use std::net::SocketAddrV4;

struct Copy { of: SocketId, port: u16 }

impl Copy {
    fn made(self, of: &Segment) -> Option<u16> { self.port.checked_add(of.source.port()).filter(|it| it % 2 == 0) }
}

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let copy = Copy { of: found, port: 80 };
    let of = copy.of;
    if let Some(port) = copy.made(packet) { table.sockets.push((port, of)); }
    of
}

pub fn accept(table: &mut SocketTable, fd: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    loop {
        let Some((port, _)) = table.sockets.pop() else { break Err(Errno::EAGAIN) };
        if port > 1024 { break Ok((fd, SocketAddrV4::new(std::net::Ipv4Addr::LOCALHOST, port))) }
    }
}
";

/// A class's folder: Ada's answer; Ben's, which is hers with other names, another order and other comments; Cy's
/// own; and Dan's, who has changed nothing.
fn class(folder: &Path) -> String {
    let functions = ANSWER.find("pub fn accept").unwrap();
    let (first, second) = ANSWER.split_at(functions);
    let (uses, first) = first.split_at(first.find("pub fn").unwrap());
    let mut ben = format!("//! All my own work.\n{uses}{second}\n{first}");
    for (hers, his) in
        [("best", "result"), ("rows", "all"), ("left", "one"), ("right", "two"), ("number", "n")]
    {
        ben = ben.replace(hers, his);
    }
    let stub = fs::read_to_string(grader::root().join("tests/stubs/accept.rs")).unwrap();
    for (who, text) in [("Ada", ANSWER), ("Ben", &ben), ("Cy", ANOTHER), ("Dan", &stub)] {
        fs::create_dir_all(folder.join("in").join(who)).unwrap();
        fs::write(folder.join("in").join(who).join("accept.rs"), text).unwrap();
    }
    let (all, class) = (folder.join("in"), folder.join("class"));
    let [all, class] = [all, class].map(|it| it.to_str().unwrap().to_owned());
    let (code, said) = classroom(&["collect", &all, "--to", &class, "--exercises", "accept"]);
    assert_eq!(code, Some(0), "{said}");
    class
}

#[test]
fn who_has_copied_is_most_alike() {
    let dolos = grader::root().join("target/dolos");
    if !dolos.join("is-built").exists() {
        return skip("target/dolos is not there; .ci/dolos makes it");
    }
    let folder = tempfile::tempdir().unwrap();
    let class = class(folder.path());
    let to = folder.path().join("compared");
    let options = ["--to", to.to_str().unwrap(), "--dolos", dolos.to_str().unwrap()];
    let (code, said) = classroom(&[&["similar", &class], &options[..]].concat());
    assert_eq!(code, Some(0), "{said}");
    // Dan has copied nobody: of four, three are compared.
    assert!(said.starts_with("accept: 3 pairs"), "{said}");
    let first = said.lines().nth(1).unwrap();
    assert!(first.ends_with("Ada and Ben") || first.ends_with("Ben and Ada"), "{said}");

    let found = fs::read(Path::new(&class).join("similar.json")).unwrap();
    let found: Value = serde_json::from_slice(&found).unwrap();
    let alike: Vec<_> =
        (0..3).map(|it| found["accept"]["pairs"][it]["similarity"].as_f64().unwrap()).collect();
    assert!(alike[0] > 0.8 && alike[1] < 0.4, "{found}");
}

#[test]
fn where_dolos_is_not_a_sentence_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let class = class(folder.path());
    let to = folder.path().join("compared");
    let nowhere = folder.path().join("nowhere");
    let options = ["similar", &class, "--to", to.to_str().unwrap()];
    let (code, said) = classroom(&options);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("Nothing is compared yet.") && to.join("accept/info.csv").is_file(),
        "{said}"
    );
    let (code, said) = classroom(&[&options[..], &["--dolos", nowhere.to_str().unwrap()]].concat());
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("Dolos does not compare") || said.contains("Node.js cannot be started"),
        "{said}"
    );
}
