"""Mails as the usual clients write them, and what each one is. Written for these tests."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from huiyin.channels.mail.reading import Kind

TO = "echo+c.1.2.aaaaaaaaaaaaaaaa@yunqiao.test"
LONG = "关于年终盘点的通知"


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail; ``text`` is what must be read as the person's own words (``None``: not looked at)."""

    name: str
    raw: bytes
    kind: Kind
    text: str | None = None


def mail(
    plain: str = "",
    *,
    html: str = "",
    charset: str = "utf-8",
    subject: str = f"Re: 【重要】{LONG}",
    sender: str = "陈屿 <chenyu@yunqiao.test>",
    **headers: str,
) -> bytes:
    """A mail from a person, with a plain part, an HTML part, or both."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, TO, subject
    message["Message-ID"] = "<a1@yunqiao.test>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if plain or not html:
        message.set_content(plain, charset=charset)
    if html and plain:
        message.add_alternative(html, subtype="html", charset=charset)
    elif html:
        message.set_content(html, subtype="html", charset=charset)
    return message.as_bytes()


def report(kind: str, fields: str, *, part: str = "", note: str = "See below.") -> bytes:
    """A ``multipart/report`` with one machine part."""
    part = part or f"message/{kind}"
    return (
        f"From: MAILER-DAEMON@mx.test\r\nTo: {TO}\r\nSubject: Report\r\nMIME-Version: 1.0\r\n"
        f"Auto-Submitted: auto-replied\r\nMessage-ID: <r1@mx.test>\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b1"\r\n\r\n'
        f"--b1\r\nContent-Type: text/plain\r\n\r\n{note}\r\n"
        f"--b1\r\nContent-Type: {part}\r\n\r\n{fields}\r\n"
        f"--b1--\r\n"
    ).encode()


def status(action: str, code: str, *, part: str = "") -> bytes:
    """A delivery status report with one recipient."""
    fields = (
        "Reporting-MTA: dns; mx.test\r\nOriginal-Envelope-Id: n.1.2\r\n\r\n"
        f"Final-Recipient: rfc822; chenyu@yunqiao.test\r\nAction: {action}\r\nStatus: {code}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such\r\n user here\r\n"
    )
    return report("delivery-status", fields, part=part)


def disposition(mode: str) -> bytes:
    """A read receipt."""
    fields = (
        "Reporting-UA: client.test\r\nFinal-Recipient: rfc822;chenyu@yunqiao.test\r\n"
        "Original-Message-ID: <n.1.2@yunqiao.test>\r\n"
        f"Disposition: manual-action/MDN-sent-manually; {mode}\r\n"
    )
    return report("disposition-notification", fields)


GMAIL_ZH = f"收到\n\n云桥科技 <echo@yunqiao.test> 于2026年3月2日周一 10:00写道：\n\n> 【重要】{LONG}\n> 请确认\n"
GMAIL_EN = "Got it, thanks!\n\nOn Mon, Mar 2, 2026 at 10:00 AM 云桥科技 <echo@yunqiao.test>\nwrote:\n\n> please confirm\n"
OUTLOOK_ZH = (
    "已读，谢谢。\n\n________________________________\n发件人: 云桥科技 <echo@yunqiao.test>\n"
    f"发送时间: 2026年3月2日 10:00\n收件人: 陈屿\n主题: 【重要】{LONG}\n\n请确认\n"
)
OUTLOOK_EN = (
    "Confirmed.\n\nFrom: Yunqiao <echo@yunqiao.test>\nSent: Monday, March 2, 2026 10:00 AM\n"
    "To: Chen Yu\nSubject: notice\n\nplease confirm\n"
)
OUTLOOK_OLD = "OK\n\n-----Original Message-----\nFrom: echo@yunqiao.test\nplease confirm\n"
APPLE_ZH = "知道了\n\n> 在 2026年3月2日，10:00，云桥科技 <echo@yunqiao.test> 写道：\n> \n> 请确认\n"
APPLE_EN = "Noted\n\nSent from my iPhone\n\n> On Mar 2, 2026, at 10:00, Yunqiao <echo@yunqiao.test> wrote:\n> \n> please\n"
QQ = (
    "收到\n\n\n\n\n------------------ 原始邮件 ------------------\n"
    f'发件人: "云桥科技" <echo@yunqiao.test>;\n发送时间: 2026年3月2日(星期一) 上午10:00\n主题: {LONG}\n'
)
WECOM = "确认收到\n\n发自我的企业微信\n\n---原始邮件---\n发件人：云桥科技\n请确认"
NETEASE = "已知悉\n\n\n| |\n陈屿\n|\n\n---- 回复的原邮件 ----\n| 发件人 | 云桥科技<echo@yunqiao.test> |\n| 主题 | 通知 |\n"
NETEASE_WEB = (
    f'好的，收到\n\n\n\n在 2026-03-02 10:00:00，"云桥科技" <echo@yunqiao.test> 写道：\n\n{LONG}\n'
)
FOXMAIL = "收悉。\n\n\n\nchenyu@yunqiao.test\n \n发件人： 云桥科技\n发送时间： 2026-03-02 10:00\n"
ALIYUN = "明白\n------------------------------------------------------------------\n发件人：云桥科技 <echo@yunqiao.test>\n"
SIGNED = "收到，谢谢！\n\n陈屿\n技术部 后端工程师\n电话：010-8888 6666\n"
GMAIL_HTML = '<div dir="ltr">收到</div><br><div class="gmail_quote"><div class="gmail_attr">云桥</div>请确认</div>'
OUTLOOK_HTML = '<html><head><style>p{}</style></head><body><p>已阅</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">发件人</div>请确认</body></html>'
APPLE_HTML = "<body>了解<br><blockquote type='cite'><div>请确认</div></blockquote></body>"
NETEASE_HTML = '<div>收到</div><div id="isReplyContent"><p>At 2026-03-02 请确认</p></div>'

SAMPLES = (
    Sample("gmail zh", mail(GMAIL_ZH), Kind.CONFIRM, "收到"),
    Sample("gmail en, wrapped quote line", mail(GMAIL_EN), Kind.CONFIRM, "Got it, thanks!"),
    Sample("outlook zh", mail(OUTLOOK_ZH), Kind.CONFIRM, "已读，谢谢。"),
    Sample("outlook en", mail(OUTLOOK_EN), Kind.CONFIRM, "Confirmed."),
    Sample("outlook old", mail(OUTLOOK_OLD), Kind.CONFIRM, "OK"),
    Sample("apple zh", mail(APPLE_ZH), Kind.CONFIRM, "知道了"),
    Sample("apple en, phone", mail(APPLE_EN), Kind.CONFIRM, "Noted"),
    Sample("qq", mail(QQ, charset="gb18030"), Kind.CONFIRM, "收到"),
    Sample("wecom", mail(WECOM), Kind.CONFIRM, "确认收到"),
    Sample("netease app", mail(NETEASE), Kind.CONFIRM),
    Sample("netease web, gbk", mail(NETEASE_WEB, charset="gbk"), Kind.CONFIRM, "好的，收到"),
    Sample("foxmail", mail(FOXMAIL), Kind.CONFIRM),
    Sample("aliyun", mail(ALIYUN), Kind.CONFIRM, "明白"),
    Sample("signature with name and phone", mail(SIGNED), Kind.CONFIRM),
    Sample("gmail html only", mail(html=GMAIL_HTML), Kind.CONFIRM, "收到"),
    Sample("outlook html only", mail(html=OUTLOOK_HTML), Kind.CONFIRM, "已阅"),
    Sample("apple html only", mail(html=APPLE_HTML), Kind.CONFIRM, "了解"),
    Sample("netease html only", mail(html=NETEASE_HTML), Kind.CONFIRM, "收到"),
    Sample("full width ok", mail("ＯＫ"), Kind.CONFIRM),
    Sample("polite", mail("您好，已收到通知，谢谢"), Kind.CONFIRM),
    Sample("received", mail("Received with thanks".replace(" with", "")), Kind.CONFIRM),
    Sample("acknowledged", mail("Acknowledged"), Kind.CONFIRM),
    Sample("read confirmed", mail("已阅读并确认".replace("并", "")), Kind.CONFIRM),
    Sample("dash signature", mail("收到\n-- \n陈屿 后端组\n"), Kind.CONFIRM, "收到"),
    Sample("only in the subject", mail("\n> 请确认\n", subject="回复：收到"), Kind.CONFIRM),
    Sample("asked back", mail("收到？什么时候开始"), Kind.REPLY),
    Sample("not received", mail("没收到附件"), Kind.REPLY, "没收到附件"),
    Sample(
        "with a remark",
        mail(f"收到\n仓库周三才有空\n\n{GMAIL_ZH[4:]}"),
        Kind.REPLY,
        "收到\n仓库周三才有空",
    ),
    Sample("an answer", mail(f"我部门3月4日前交。\n\n{QQ[4:]}"), Kind.REPLY, "我部门3月4日前交。"),
    Sample("english answer", mail("We need two more days."), Kind.REPLY),
    Sample("not yet", mail("还没确认"), Kind.REPLY),
    Sample("only the quote", mail("\n> 收到\n> 请确认\n"), Kind.EMPTY),
    Sample("nothing at all", mail(""), Kind.EMPTY),
    Sample(
        "out of office zh",
        mail("我在休假，收到请联系白露", subject=f"自动回复: {LONG}"),
        Kind.AUTOMATIC,
    ),
    Sample("out of office en", mail("OK", subject="Automatic reply: notice"), Kind.AUTOMATIC),
    Sample("vacation responder", mail("收到", Auto_Submitted="auto-replied"), Kind.AUTOMATIC),
    Sample("bulk", mail("收到", Precedence="bulk"), Kind.AUTOMATIC),
    Sample("autoreply header", mail("收到", X_Autoreply="yes"), Kind.AUTOMATIC),
    Sample("mailing list", mail("收到", List_Id="<all.yunqiao.test>"), Kind.AUTOMATIC),
    Sample("null sender", mail("收到", Return_Path="<>"), Kind.AUTOMATIC),
    Sample("auto-submitted no", mail("收到", Auto_Submitted="no"), Kind.CONFIRM),
    Sample("read receipt", disposition("displayed"), Kind.DISPLAYED),
    Sample("deleted unread", disposition("deleted"), Kind.NOT_DISPLAYED),
    Sample("displayed/error", disposition("displayed/error"), Kind.DISPLAYED),
    Sample("receipt in words", mail("您的邮件已阅读", subject=f"已读: {LONG}"), Kind.DISPLAYED),
    Sample("unread in words", mail("deleted", subject="Not read: notice"), Kind.NOT_DISPLAYED),
    Sample("dsn failed", status("failed", "5.1.1"), Kind.FAILED),
    Sample(
        "dsn failed, utf-8 kind",
        status("failed", "5.1.1", part="message/global-delivery-status"),
        Kind.FAILED,
    ),
    Sample("dsn delayed", status("delayed", "4.4.1"), Kind.DELAYED),
    Sample("dsn relayed", status("relayed", "2.1.9"), Kind.DELIVERED),
    Sample("dsn delivered", status("delivered", "2.1.5"), Kind.DELIVERED),
    Sample(
        "bounce in words",
        mail(
            "您的邮件被退回\n550 5.1.1 User unknown",
            sender="MAILER-DAEMON@qq.test",
            subject="系统退信",
        ),
        Kind.FAILED,
    ),
    Sample("daemon without a refusal", mail("hello", sender="postmaster@qq.test"), Kind.AUTOMATIC),
    Sample("bytes that are no mail", b"\xff\xfe\x00" * 40, Kind.REPLY),
    Sample(
        "unknown charset",
        b"From: a@b.test\r\nContent-Type: text/plain; charset=x-none\r\n\r\nOK\r\n",
        Kind.CONFIRM,
    ),
)
