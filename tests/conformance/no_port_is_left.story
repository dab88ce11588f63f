// An odd number of ports would not do: Linux then leaves the last one unused.
story: bind finds no port
ports: 40000-40003

socket()
socket()
socket()
socket()
bind(3, 198.18.203.1:0)
bind(4, 198.18.203.1:0)
bind(5, 198.18.203.1:0)
bind(6, 198.18.203.1:0)
// All four are taken, at this address.
socket()
bind(7, 198.18.203.1:0)
// For every address there is none either, for at one of them it is taken.
bind(7, 0.0.0.0:0)
listen(7, 5)
// At another address all are free.
bind(7, 198.18.203.2:0)
close(4)
socket()
bind(4, 198.18.203.1:0)
// A client needs a port that is nobody's.
socket()
connect(8, 198.18.203.86:80)

story: connect finds no port
ports: 40000-40003

socket()
bind(3, 198.18.203.1:80)
listen(3, 20)
socket()
bind(4, 198.18.203.1:8080)
listen(4, 20)
socket()
socket()
socket()
socket()
connect(5, 198.18.203.1:80)
connect(6, 198.18.203.1:80)
connect(7, 198.18.203.1:80)
connect(8, 198.18.203.1:80)
// There are four ports, and four connections to this server.
socket()
connect(9, 198.18.203.1:80)
// Another server: another four values.
connect(9, 198.18.203.1:8080)
socket()
socket()
connect(10, 198.18.203.1:8080)
connect(11, 198.18.203.1:8080)
socket()
connect(12, 198.18.203.1:8080)
socket()
connect(13, 198.18.203.1:8080)
// The server's end of a connection needs no port of its own.
accept(3)
accept(4)
accept(4)
// Who closes first keeps the four values in TIME_WAIT.
shutdown(5, SHUT_WR)
connect(13, 198.18.203.1:80)
close(14)
connect(13, 198.18.203.1:80)
close(5)
connect(13, 198.18.203.1:80)
