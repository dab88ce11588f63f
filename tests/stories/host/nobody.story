// At port 81 nobody listens. What belongs to no connection is for `deliver`.
story: segments that belong to nobody
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:81 window 65535, finds nobody
ACK 198.18.203.153:1025 → 198.18.203.1:81 seq 1 ack 77 window 65535 "late", finds nobody
FIN 198.18.203.153:1025 → 198.18.203.1:81 seq 9, finds nobody
RST 198.18.203.153:1025 → 198.18.203.1:81 seq 1, finds nobody
SYN+ACK 198.18.203.153:1025 → 198.18.203.1:81 seq 1 ack 5, finds nobody
