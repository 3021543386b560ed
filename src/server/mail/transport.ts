import type { SendMailOptions, Transporter } from 'nodemailer'

/** The operator's mail server, one transport for all that this process sends. */
export type MailTransport = {
  /** Rejects with the mail server's reason when it did not take the mail. */
  send: (mail: Omit<SendMailOptions, 'from'>) => Promise<void>
  close: () => void
}

/** No step of a delivery (connecting, greeting, silence) takes longer. */
const stepMs = 10_000

/** Opened with the first mail: the library takes memory that a server without mail need not have. */
export function createMailTransport({ smtpUrl, from }: { smtpUrl: string; from: string }): MailTransport {
  let transport: Promise<Transporter> | null = null
  const open = async () => {
    const { createTransport } = await import('nodemailer')
    const limits = { connectionTimeout: stepMs, greetingTimeout: stepMs, socketTimeout: stepMs, dnsTimeout: stepMs }
    return createTransport({ url: smtpUrl, ...limits, disableFileAccess: true, disableUrlAccess: true }, { from })
  }
  return {
    send: async (mail) => {
      transport ??= open()
      await (await transport).sendMail(mail)
    },
    close: () => void transport?.then((opened) => opened.close()),
  }
}
