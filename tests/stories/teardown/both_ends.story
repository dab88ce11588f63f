// Both endpoints of one connection are on this host. So the table shows what each of them knows.
story: the server closes first, then the client
addresses: 198.18.203.1, 198.18.203.86

given: the server has closed #2, and the client has #3
  #1  LISTEN       198.18.203.1:80     *:*                 fd 3  queue 0/5
  #2  FIN_WAIT_1   198.18.203.1:80     198.18.203.86:1025
  #3  ESTABLISHED  198.18.203.86:1025  198.18.203.1:80     fd 5

FIN+ACK 198.18.203.1:80 → 198.18.203.86:1025, finds #3
ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2

10 s pass

given: the client closes too
  #3  LAST_ACK     198.18.203.86:1025  198.18.203.1:80     received the end

FIN+ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2
ACK 198.18.203.1:80 → 198.18.203.86:1025, finds #3

60 s pass
