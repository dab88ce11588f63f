story: a server that listens at every address

given: a server listens at port 80 of every address
  #1  LISTEN  0.0.0.0:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
SYN 198.18.203.86:1025 → 198.18.203.2:80, finds #1

// The same client, from the same port, dials the other address.
SYN 198.18.203.153:1025 → 198.18.203.2:80, finds #1
