// The host is a client now. One server answers, one refuses, one is never heard of.
story: the host connects
addresses: 198.18.203.1
ports: 1025-1030

socket()
socket()
connect(3, 198.18.203.153:80)
connect(4, 198.18.203.86:80)
SYN+ACK 198.18.203.153:80 → 198.18.203.1:1025 ack 1 window 8, finds #1
RST+ACK 198.18.203.86:80 → 198.18.203.1:1025 ack 1, finds #2
send(3, "GET /")
#1 may send
ACK 198.18.203.153:80 → 198.18.203.1:1025 seq 1 ack 6 window 8 "page", finds #1
recv(3, 100)
close(3)
#1 may send
