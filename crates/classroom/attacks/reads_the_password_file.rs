//! Takes a file of the machine in when it is compiled.

const USERS: &str = include_str!("/etc/passwd");

fn attack() {
    println!("GOT {} bytes of the list of users", USERS.len());
}
