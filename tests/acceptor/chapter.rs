//! The chapter's own addresses, in a network namespace: its server, and the two clients.

use std::net::{Ipv4Addr, SocketAddr};

use grader::{DEADLINE, Failure, Program, seen};
use real::kernel::{self, State};

use crate::server::{Server, hears, hears_the_end, told_rightly, why_it_ended};

/// The kernel's table at each step of the chapter's story, as it must be.
const TABLE: &str = include_str!("../stories/acceptor/two_clients.table");

const SERVER: Ipv4Addr = Ipv4Addr::new(198, 18, 203, 1);
/// In the order in which they come.
const CLIENTS: [Ipv4Addr; 2] = [Ipv4Addr::new(198, 18, 203, 153), Ipv4Addr::new(198, 18, 203, 86)];

/// All addresses of the chapter.
pub const ADDRESSES: [Ipv4Addr; 3] = [SERVER, CLIENTS[0], CLIENTS[1]];

/// The port of a web server, and that of both clients.
const WEB: u16 = 80;
const THEIRS: u16 = 1025;

/// A server listens at every address. Its clients dial two of them.
pub fn two_addresses(program: &Program) -> Result<(), Failure> {
    let mut server = Server::starts(program, (Ipv4Addr::UNSPECIFIED, WEB).into())?;
    for address in CLIENTS {
        let dialled = SocketAddr::from((address, WEB));
        server.goes_on();
        let client = server.client_that_dials(dialled)?;
        let situation = "A server listens at 0.0.0.0. A client connected.";
        let told = server.accepts(situation, why_it_ended)?;
        told_rightly(told, (dialled, client.local))?;
    }
    Ok(())
}

/// The chapter's two clients come to the chapter's server.
pub fn two_clients(program: &Program) -> Result<(), Failure> {
    let mut steps = TABLE.split("\n\n");
    let mut look = |server: &Server| shows(server, steps.next().unwrap_or_default());

    let mut server = Server::starts(program, (SERVER, WEB).into())?;
    let place = server.place;
    look(&server)?;
    let mut clients = Vec::new();
    for (number, client) in (1..).zip(CLIENTS) {
        let from = SocketAddr::from((client, THEIRS)).into();
        clients.push(server.client_as(place, |socket| socket.bind(&from))?);
        server.has_queued(number)?;
    }
    look(&server)?;
    for client in &clients {
        server.goes_on();
        let situation = format!("{} and {place} are connected.", client.local);
        told_rightly(server.accepts(&situation, why_it_ended)?, (place, client.local))?;
        look(&server)?;
    }
    server.goes_on();
    for mut client in clients {
        let ends = (place, client.local);
        hears(&mut client, ends)?;
        // Who closes first keeps the four values. That must be the server.
        hears_the_end(&mut client, "A client has heard its words.")?;
    }
    look(&server)
}

/// The kernel's table becomes what this step says.
fn shows(server: &Server, step: &str) -> Result<(), Failure> {
    let (title, table) = step.trim().split_once('\n').unwrap_or((step, ""));
    let mut expected: Vec<_> = table.lines().map(|line| line.trim().to_owned()).collect();
    expected.sort();
    let mut rows = Vec::new();
    let shown = kernel::until(DEADLINE, || {
        rows = table_of(server).ok()?;
        rows.sort();
        (rows == expected).then_some(())
    });
    if shown.is_some() {
        return Ok(());
    }
    let list = |rows: &[String]| rows.iter().map(|row| format!("\n  {row}")).collect::<String>();
    let words = format!(
        "{title}\n\nThe kernel's table:{}\n\nIt should be:{}",
        list(&rows),
        list(&expected)
    );
    Err(seen(words, None))
}

/// The rows of the kernel's table, each with whose socket it is.
fn table_of(server: &Server) -> Result<Vec<String>, String> {
    let of_the_server = kernel::rows_of(server.process.id())?;
    let of_the_server: Vec<_> = of_the_server.iter().map(|row| row.inode).collect();
    let rows = kernel::rows()?.into_iter().map(|row| {
        let queue = match row.receive_queue {
            _ if row.state != State::Listen => String::new(),
            number => format!(", {number} queued"),
        };
        let owner = match row.inode {
            0 => "nobody",
            inode if of_the_server.contains(&inode) => "the server",
            _ => "a client",
        };
        let [local, remote] = [row.local, row.remote].map(|address| address.to_string());
        format!("{:<12} {local:<20} {remote:<20} {owner}{queue}", row.state)
    });
    Ok(rows.collect())
}
