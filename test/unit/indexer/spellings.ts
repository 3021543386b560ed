/** Ways to write addresses that must not be reached: as literals, as odd literals, as names. One a line. */
export const literals = `
http://127.0.0.1/
http://127.0.0.1./
http://127.0.0.1:80/
https://127.0.0.1/
http://127.1/
http://127.0.1/
http://127.1.1.1/
http://127.255.255.254/
http://2130706433/
http://017700000001/
http://0177.0.0.1/
http://0177.0.0.01/
http://0177.0.1/
http://00000177.0.0.1/
http://0x7f000001/
http://0X7F000001/
http://0x7f.0.0.1/
http://0x7f.0x0.0x0.0x1/
http://0x7f.1/
http://0x7f.0.1/
http://0x7f.0177.0x1/
http://127.0.0.0x1/
http://0x0000007f.1/
http://%31%32%37.0.0.1/
http://127%2e0%2e0%2e1/
http://127。0。0。1/
http://127．0．0．1/
http://１２７.０.０.１/
http://①②⑦.⓪.⓪.①/
http:127.0.0.1/
http:/127.0.0.1/
http:\\\\127.0.0.1\\
http:///127.0.0.1/
HTTP://127.0.0.1/
http://127.0.0.1?.example.com
http://127.0.0.1#.example.com
http://127.0.0.1\\.example.com/
http://0/
http://0.0.0.0/
http://0x0/
http://00000000/
http://0.1.2.3/
http://10.0.0.1/
http://10.1/
http://167772161/
http://0xa000001/
http://012.0.0.1/
http://10.255.255.255/
http://172.16.0.1/
http://172.31.255.255/
http://0xac100001/
http://2886729729/
http://192.168.0.1/
http://192.168.1/
http://192.168.257/
http://3232235777/
http://0xc0a80101/
http://0300.0250.1.1/
http://169.254.169.254/latest/meta-data/
http://169.254.43518/
http://0xa9fea9fe/
http://2852039166/
http://0251.0376.0251.0376/
http://0xa9.0xfe.0xa9.0xfe/
http://025177524776/
http://169.254.170.2/v2/credentials
http://100.64.0.1/
http://100.127.255.254/
http://100.100.100.200/latest/meta-data/
http://168.63.129.16/machine
http://192.0.0.192/opc/v2/instance/
http://192.0.0.170/
http://192.0.2.1/
http://192.88.99.1/
http://198.18.0.1/
http://198.19.255.255/
http://198.51.100.7/
http://203.0.113.9/
http://224.0.0.1/
http://239.255.255.250/
http://240.0.0.1/
http://255.255.255.255/
http://4294967295/
http://[::]/
http://[::1]/
http://[0:0:0:0:0:0:0:1]/
http://[0000:0000:0000:0000:0000:0000:0000:0001]/
http://[::0.0.0.1]/
http://[::127.0.0.1]/
http://[::7f00:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::FFFF:7F00:0001]/
http://[0:0:0:0:0:ffff:7f00:1]/
http://[0000::ffff:127.0.0.1]/
http://[::ffff:a00:1]/
http://[::ffff:a9fe:a9fe]/
http://[::ffff:169.254.169.254]/
http://[::ffff:192.168.0.1]/
http://[::ffff:8.8.8.8]/
http://[::ffff:0:127.0.0.1]/
http://[64:ff9b::127.0.0.1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::a9fe:a9fe]/
http://[64:ff9b:1::1]/
http://[64:ff9b:1:ffff::a00:1]/
http://[2002:7f00:1::]/
http://[2002:7f00:1::1]/
http://[2002:a9fe:a9fe::1]/
http://[2002:c0a8:1::1]/
http://[2001:0:53aa:64c::80ff:fffe]/
http://[2001::1]/
http://[2001:10::1]/
http://[2001:20::1]/
http://[2001:db8::1]/
http://[2606:4700::5efe:127.0.0.1]/
http://[2606:4700::200:5efe:7f00:1]/
http://[3fff::1]/
http://[5f00::1]/
http://[100::1]/
http://[fc00::1]/
http://[fd00::1]/
http://[fd00:ec2::254]/latest/meta-data/
http://[fdff:ffff::1]/
http://[fe80::1]/
http://[febf::1]/
http://[fec0::1]/
http://[ff02::1]/
http://[4000::1]/
`
  .trim()
  .split('\n')

export const names = `
http://localhost/
http://LOCALHOST/
http://localhost./
http://LocalHost:80/
http://ⓛocalhost/
http://ｌｏｃａｌｈｏｓｔ/
http://local%68ost/
http://app.localhost/
http://localhost.localdomain/
http://printer.local/
http://wiki.corp/
http://nas.lan/
http://router.home/
http://nas.home.arpa/
http://db.internal/
http://metadata.google.internal/computeMetadata/v1/
http://intranet/
http://metadata/
`
  .trim()
  .split('\n')

/** Public names whose owners let them point inwards. */
export const pointing: [name: string, addresses: string[]][] = [
  ['127.0.0.1.nip.example', ['127.0.0.1']],
  ['localtest.example', ['127.0.0.1']],
  ['six.example', ['::1']],
  ['mapped.example', ['::ffff:10.0.0.1']],
  ['mapped-hex.example', ['::ffff:7f00:1']],
  ['nat64.example', ['64:ff9b::a9fe:a9fe']],
  ['sixtofour.example', ['2002:7f00:1::1']],
  ['teredo.example', ['2001:0:53aa:64c::80ff:fffe']],
  ['unique-local.example', ['fd12:3456::1']],
  ['link.example', ['fe80::1']],
  ['zone.example', ['fe80::1%eth0']],
  ['metadata.example', ['169.254.169.254']],
  ['carrier.example', ['100.64.3.4']],
  ['zero.example', ['0.0.0.0']],
  ['any.example', ['::']],
  ['bait.example', ['93.184.216.34', '127.0.0.1']],
  ['bait-six.example', ['93.184.216.34', '::1']],
  ['nonsense.example', ['not an address']],
]

export const otherRefusals: [url: string, code: string][] = [
  ['file:///etc/passwd', 'forbidden_scheme'],
  ['ftp://example.com/', 'forbidden_scheme'],
  ['gopher://127.0.0.1:6379/_INFO', 'forbidden_scheme'],
  ['data:text/html,hello', 'forbidden_scheme'],
  ['javascript:alert(1)', 'forbidden_scheme'],
  ['blob:http://example.com/1', 'forbidden_scheme'],
  ['ws://example.com/', 'forbidden_scheme'],
  ['http://example.com:22/', 'forbidden_port'],
  ['http://example.com:6379/', 'forbidden_port'],
  ['http://example.com:8080/', 'forbidden_port'],
  ['https://example.com:5432/', 'forbidden_port'],
  ['http://user@example.com/', 'forbidden_credentials'],
  ['http://user:secret@example.com/', 'forbidden_credentials'],
  ['http://example.com@127.0.0.1/', 'forbidden_credentials'],
  ['http://1.2.3.4.5/', 'invalid_url'],
  ['http://256.256.256.256/', 'invalid_url'],
  ['http://[::1/', 'invalid_url'],
  ['http://[fe80::1%25eth0]/', 'invalid_url'],
  ['//example.com/', 'invalid_url'],
  ['http://', 'invalid_url'],
  ['', 'invalid_url'],
  [`http://example.com/${'a'.repeat(3000)}`, 'invalid_url'],
]
