//! Connects to somebody outside.

fn attack() {
    let address = "1.1.1.1:53".parse().unwrap();
    if std::net::TcpStream::connect_timeout(&address, std::time::Duration::from_millis(300)).is_ok()
    {
        println!("GOT a connection");
    }
    let udp = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    if udp.send_to(b"hello", "8.8.8.8:53").is_ok() {
        println!("GOT a packet out");
    }
    if std::os::unix::net::UnixStream::connect("/run/docker.sock").is_ok() {
        println!("GOT a daemon");
    }
}
