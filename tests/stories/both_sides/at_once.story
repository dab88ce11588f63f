// A segment with ACK acknowledges all, in the model. These two cross: neither acknowledges the other.
story: both sides close at the same time
addresses: 198.18.203.1, 198.18.203.153

given: both programs call close; both FINs are on their way
  #2  FIN_WAIT_1  198.18.203.1:80      198.18.203.153:1025
  #3  FIN_WAIT_1  198.18.203.153:1025  198.18.203.1:80

FIN 198.18.203.153:1025 → 198.18.203.1:80, finds #2
FIN 198.18.203.1:80 → 198.18.203.153:1025, finds #3
ACK 198.18.203.1:80 → 198.18.203.153:1025, finds #3
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2
