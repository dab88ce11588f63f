// Two programs listen at port 80, each at its own address of this host.
story: two servers have the same port
addresses: 198.18.203.1, 198.18.203.2

socket()
bind(3, 198.18.203.1:80)
listen(3, 1)
socket()
bind(4, 198.18.203.2:80)
listen(4, 0)
SYN 198.18.203.153:1025 → 198.18.203.2:80 window 65535, finds #2
SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
ACK 198.18.203.153:1025 → 198.18.203.2:80 seq 1 ack 1 window 65535, finds #3
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #4
accept(3)
accept(4)
accept(4)
