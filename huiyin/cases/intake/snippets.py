"""What to put into the monitor, ready to be copied."""

from huiyin.cases.intake.models import Proof, Source, SourceKind

_SECRET = "YOUR_SECRET"  # noqa: S105 - a placeholder

_ALERTMANAGER = """receivers:
  - name: huiyin
    webhook_configs:
      - url: {address}
        send_resolved: true
        max_alerts: 200
        http_config:
          authorization:
            type: Bearer
            credentials: {secret}
"""

_ZABBIX_HEX = """var p = JSON.parse(value), r = new HttpRequest();
var body = JSON.stringify({{event_id: p.event_id, trigger_id: p.trigger_id, value: p.value,
  name: p.name, severity: p.severity, host: p.host, message: p.message, at: p.at, url: p.link}});
var id = p.event_id + '-' + p.value, at = String(Math.floor(Date.now() / 1000));
r.addHeader('Content-Type: application/json');
r.addHeader('X-Huiyin-Id: ' + id);
r.addHeader('X-Huiyin-Timestamp: ' + at);
r.addHeader('X-Huiyin-Signature: sha256=' + hmac('sha256', '{secret}', id + '.' + at + '.' + body));
r.post('{address}', body);
if (r.getStatus() >= 300) {{ throw 'HTTP ' + r.getStatus(); }}
return 'OK';
"""

_BEARER = """curl -X POST '{address}' \\
  -H 'Authorization: Bearer {secret}' -H 'Content-Type: application/json' \\
  -d '{{"fingerprint":"disk-db-1","status":"firing","title":"db-1 磁盘将满","severity":"critical"}}'
"""

_HEX = """SECRET='{secret}'; ID="$(openssl rand -hex 12)"; AT="$(date +%s)"
BODY='{{"fingerprint":"disk-db-1","status":"firing","title":"db-1 磁盘将满","severity":"critical"}}'
MAC="$(printf '%s' "$ID.$AT.$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)"
curl -X POST '{address}' -H 'Content-Type: application/json' \\
  -H "X-Huiyin-Id: $ID" -H "X-Huiyin-Timestamp: $AT" -H "X-Huiyin-Signature: sha256=$MAC" -d "$BODY"
"""

_STANDARD = """SECRET='{secret}'; ID="msg_$(openssl rand -hex 12)"; AT="$(date +%s)"
BODY='{{"fingerprint":"disk-db-1","status":"firing","title":"db-1 磁盘将满","severity":"critical"}}'
KEY="$(printf '%s' "${{SECRET#whsec_}}" | openssl base64 -d -A | od -An -vtx1 | tr -d ' \\n')"
MAC="$(printf '%s' "$ID.$AT.$BODY" \\
  | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)"
curl -X POST '{address}' -H 'Content-Type: application/json' \\
  -H "Webhook-Id: $ID" -H "Webhook-Timestamp: $AT" -H "Webhook-Signature: v1,$MAC" -d "$BODY"
"""

_GENERIC = {Proof.BEARER: _BEARER, Proof.HEX: _HEX, Proof.STANDARD: _STANDARD}


def snippet(source: Source, address: str, secret: str) -> str:
    """A configuration, a script or a command for ``source``; without a secret a placeholder."""
    if source.kind == SourceKind.ALERTMANAGER:
        text = _ALERTMANAGER
    elif source.kind == SourceKind.ZABBIX and source.proof == Proof.HEX:
        text = _ZABBIX_HEX
    else:
        text = _GENERIC[Proof(source.proof)]
    return text.format(address=address, secret=secret or _SECRET)
