//! What the command line says.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

/// How the host is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A file for the packets.
    pub pcap: Option<PathBuf>,
    /// A file for the trace, as a page.
    pub html: Option<PathBuf>,
    /// A file for the first request, seen from all sides.
    pub request: Option<PathBuf>,
    /// Whether nothing is printed but the address.
    pub quiet: bool,
    /// A file for the table, written anew with each change.
    pub table: Option<PathBuf>,
    /// Whether the device is standard input: somebody else has made it, and the network around it.
    pub stdin_is_tun: bool,
    /// The folder that the web server serves. `None`: the book.
    pub root: Option<PathBuf>,
    /// The server whose answers the host hands on. `None`: a web server is started.
    pub server: Option<SocketAddr>,
    /// The backlog of the listening socket.
    pub backlog: i32,
    /// How many connections the program accepts at a time.
    pub clients: usize,
    /// Whether small segments wait for others (Nagle's algorithm): TCP_NODELAY is not set.
    pub nagle: bool,
    /// How many of the model's seconds pass in one.
    pub clock: u32,
    /// Of how many packets in 1,000 one is lost on its way.
    pub loss: u32,
    /// Which packets are lost.
    pub seed: u64,
    /// A program that is run as a client, and its arguments.
    pub command: Vec<OsString>,
}

// clap's derive macros would say the same in fewer lines. The course builds clap without them.
fn command() -> Command {
    let file = |name: &'static str| {
        Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf))
    };
    let number = |name: &'static str| Arg::new(name).long(name).value_name("NUMBER");
    Command::new("host")
        .about("Your socket layer answers a real kernel, and a browser")
        .after_help("With a file as its first argument, the host plays the stories in it instead.")
        .arg(file("pcap").help("Write the packets for Wireshark or tcpdump"))
        .arg(file("html").help("Write the trace as a page for a browser"))
        .arg(file("request").help("Write the first request as a table: packets, calls, rows"))
        .arg(
            Arg::new("quiet")
                .long("quiet")
                .action(ArgAction::SetTrue)
                .help("Don't print what happens"),
        )
        .arg(
            Arg::new("root")
                .long("root")
                .value_name("FOLDER")
                .value_parser(value_parser!(PathBuf))
                .help("Serve this folder, and not the book"),
        )
        .arg(file("table").help("Write the table, each time that a state in it changes"))
        .arg(
            Arg::new("stdin-is-tun")
                .long("stdin-is-tun")
                .action(ArgAction::SetTrue)
                .requires("server")
                .help("Standard input is a TUN device: packets are read from it and written to it"),
        )
        .arg(
            Arg::new("server")
                .long("server")
                .value_name("ADDRESS:PORT")
                .value_parser(value_parser!(SocketAddr))
                .help("Hand on what this server answers; it waits in the host's network"),
        )
        .arg(
            number("backlog")
                .value_parser(value_parser!(i32))
                .default_value("128")
                .help("The backlog of the listening socket"),
        )
        .arg(
            number("clients")
                .value_parser(value_parser!(usize))
                .default_value("2000")
                .help("How many connections are accepted at a time"),
        )
        .arg(
            Arg::new("nagle")
                .long("nagle")
                .action(ArgAction::SetTrue)
                .help("Let small segments wait for others, as without TCP_NODELAY"),
        )
        .arg(
            number("clock")
                .value_parser(value_parser!(u32).range(1..=1000))
                .default_value("1")
                .help("How many of the host's seconds pass in one: TIME_WAIT takes 60"),
        )
        .arg(
            number("loss")
                .value_parser(value_parser!(u32).range(..=1000))
                .default_value("0")
                .help("Lose so many of 1,000 packets"),
        )
        .arg(
            number("seed")
                .value_parser(value_parser!(u64))
                .default_value("1")
                .help("Which packets are lost"),
        )
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .last(true)
                .num_args(0..)
                .value_parser(value_parser!(OsString))
                .help("Run this program as a client: `-- curl http://198.18.203.1/`"),
        )
}

impl Settings {
    /// Reads the command line of this process.
    pub fn read() -> Self {
        let matches = command().get_matches();
        let one = |name| number(&matches, name);
        Self {
            pcap: matches.get_one("pcap").cloned(),
            html: matches.get_one("html").cloned(),
            request: matches.get_one("request").cloned(),
            quiet: matches.get_flag("quiet"),
            root: matches.get_one("root").cloned(),
            table: matches.get_one("table").cloned(),
            stdin_is_tun: matches.get_flag("stdin-is-tun"),
            server: matches.get_one("server").copied(),
            backlog: matches.get_one("backlog").copied().unwrap_or_default(),
            clients: matches.get_one("clients").copied().unwrap_or_default(),
            nagle: matches.get_flag("nagle"),
            clock: one("clock"),
            loss: one("loss"),
            seed: matches.get_one("seed").copied().unwrap_or_default(),
            command: matches.get_many("command").into_iter().flatten().cloned().collect(),
        }
    }
}

fn number(matches: &ArgMatches, name: &str) -> u32 {
    matches.get_one(name).copied().unwrap_or_default()
}
