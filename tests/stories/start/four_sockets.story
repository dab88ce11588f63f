// The chapter's last picture, with one connection more: to another port of the same server.
story: four sockets, and a packet comes

given: a server listens at port 80, and has three connections
  #1  LISTEN       198.18.203.1:80   *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80   198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80   198.18.203.86:1025   fd 5
  #4  ESTABLISHED  198.18.203.1:443  198.18.203.153:1025  fd 6

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.1:80)
// A client that is new: nobody but the socket that listens can take its packet.
lookup(198.18.203.86:1026 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.1:443)
// Another address, at which nobody listens.
lookup(198.18.203.153:1025 → 198.18.203.2:80)
// Another network's host, and nobody listens at this port.
lookup(198.18.204.153:1025 → 198.18.203.1:443)
// What the server itself sends goes the other way.
lookup(198.18.203.1:80 → 198.18.203.153:1025)
