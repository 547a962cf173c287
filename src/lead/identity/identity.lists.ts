function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Mail providers where anybody has an address, as names in front of any public suffix: yahoo.co.jp, gmx.at … */
export const freeMailNames = words('gmail googlemail yahoo ymail rocketmail hotmail outlook gmx yandex');

/** Mail providers where anybody has an address. Access providers count, for their customers' mailboxes. */
export const freeMailDomains = words(`
  aol.com aol.co.uk aol.de aol.fr aol.it aim.com msn.com passport.com windowslive.com
  live.com live.at live.be live.ca live.cl live.cn live.co.uk live.co.za live.com.ar live.com.au live.com.mx live.com.pt
  live.de live.dk live.fr live.ie live.in live.it live.jp live.nl live.no live.ru live.se
  icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
  keemail.me hey.com fastmail.com fastmail.fm hushmail.com mailfence.com posteo.de mailbox.org zoho.com zohomail.com
  zohomail.eu mail.com email.com usa.com inbox.com inbox.lv post.com europe.com consultant.com lycos.com
  excite.com juno.com netzero.net netscape.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
  charter.net earthlink.net frontier.com frontiernet.net optonline.net optimum.net roadrunner.com windstream.net
  centurylink.net ameritech.net pacbell.net shaw.ca rogers.com sympatico.ca telus.net videotron.ca
  btinternet.com btopenworld.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk tiscali.co.uk sky.com
  web.de t-online.de freenet.de arcor.de online.de 1und1.de vodafone.de kabelmail.de aon.at chello.at bluewin.ch
  hispeed.ch orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr
  libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it inwind.it iol.it email.it pec.it
  telefonica.net terra.es ono.com sapo.pt clix.pt skynet.be telenet.be ziggo.nl kpnmail.nl planet.nl hetnet.nl
  home.nl xs4all.nl upcmail.nl telia.com bredband.net spray.se online.no getmail.no tdcadsl.dk mail.dk
  wp.pl o2.pl onet.pl op.pl interia.pl interia.eu poczta.fm seznam.cz email.cz centrum.cz post.cz volny.cz azet.sk
  zoznam.sk freemail.hu citromail.hu abv.bg mail.bg ukr.net i.ua meta.ua mail.ru bk.ru list.ru inbox.ru internet.ru
  rambler.ru ya.ru qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 21cn.com
  aliyun.com naver.com daum.net hanmail.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp
  rediffmail.com sify.com bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz walla.com walla.co.il
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com r7.com oi.com.br prodigy.net.mx mweb.co.za telkomsa.net
  mailinator.com guerrillamail.com 10minutemail.com yopmail.com temp-mail.org sharklasers.com trashmail.com
  duck.com privaterelay.appleid.com relay.firefox.com mozmail.com simplelogin.com anonaddy.com users.noreply.github.com
`);

/** Hosts where everybody has a page: networks, link pages, code and site hosts, stores, maps. */
export const socialHosts = words(`
  linkedin.com linkedin.cn facebook.com fb.com messenger.com m.me x.com twitter.com instagram.com threads.net
  threads.com youtube.com youtu.be vimeo.com dailymotion.com twitch.tv tiktok.com snapchat.com pinterest.com reddit.com tumblr.com
  quora.com discord.com discord.gg telegram.org telegram.me t.me whatsapp.com wa.me signal.me line.me wechat.com
  weixin.qq.com weibo.com zhihu.com bilibili.com douyin.com xiaohongshu.com vk.com ok.ru xing.com viadeo.com bsky.app
  mastodon.social truthsocial.com clubhouse.com slideshare.net scribd.com soundcloud.com bandcamp.com open.spotify.com
  flickr.com imgur.com behance.net dribbble.com deviantart.com medium.com substack.com blogger.com blogspot.com
  wordpress.com livejournal.com patreon.com ko-fi.com buymeacoffee.com gofundme.com onlyfans.com
  github.com gist.github.com gitlab.com bitbucket.org codeberg.org sourceforge.net stackoverflow.com npmjs.com
  huggingface.co kaggle.com replit.com codepen.io gravatar.com keybase.io orcid.org researchgate.net academia.edu
  scholar.google.com about.me angel.co wellfound.com crunchbase.com upwork.com fiverr.com freelancer.com
  linktr.ee lnk.bio bio.link beacons.ai campsite.bio solo.to taplink.cc msha.ke linkin.bio allmylinks.com bio.site
  hoo.be stan.store carrd.co calendly.com cal.com meetup.com eventbrite.com
  sites.google.com docs.google.com drive.google.com forms.google.com maps.google.com plus.google.com
  business.google.com calendar.google.com play.google.com photos.google.com translate.google.com g.page
  apps.apple.com itunes.apple.com podcasts.apple.com maps.apple.com notion.so notion.site business.site wixsite.com
  weebly.com squarespace.com godaddysites.com jimdo.com jimdosite.com webnode.com strikingly.com yolasite.com
  web.archive.org wikipedia.org wikidata.org
`);

/** Hosts of links that lead elsewhere, nobody knows where to. */
export const shortLinkHosts = words(`
  lnkd.in bit.ly bitly.com t.co tinyurl.com goo.gl ow.ly buff.ly rebrand.ly is.gd v.gd cutt.ly shorturl.at rb.gy t.ly
  tiny.cc fb.me g.co amzn.to hubs.ly hubs.la trib.al dlvr.it ift.tt smarturl.it qrco.de dub.sh s.id zurl.co page.link
  onelink.me app.link forms.gle mailchi.mp eepurl.com snip.ly bl.ink soo.gd clck.ru lc.cx short.io wp.me spoti.fi
`);

/**
 * Hosts that are a company of their own, but whose deeper pages are about somebody else: google.com is Google, while
 * google.com/maps/… is whoever has no web site. The names go in front of any public suffix.
 */
export const platformNames = words('google amazon ebay yelp tripadvisor glassdoor indeed airbnb yellowpages');
export const platformDomains = words(`
  apple.com bing.com etsy.com booking.com opentable.com trustpilot.com g2.com capterra.com producthunt.com zoominfo.com
  rocketreach.co apollo.io bloomberg.com bbb.org wix.com shopify.com kickstarter.com
`);

/**
 * Local parts that a function or a team reads, joined by hyphens. Sources: RFC 2142, RFC 5321 (postmaster), and what
 * companies put on contact pages in the larger European languages. Left out is what is as often a name (dev, law) or
 * a pair of initials (ap, cs).
 */
export const roleLocalParts = words(`
  abuse account accounting accounts accounts-payable accounts-receivable admin administration administrator
  advertising affiliate affiliates alert alerts all announce apply applications assistant auto-reply automated billing
  board booking bookings bounce bounces business business-development career careers chat club comms communication
  communications compliance connect contact contact-me contact-us contacts conference corporate customer customer-care
  customer-service customer-success customer-support customers daemon data data-protection delivery demo desk
  developer developers devnull devops digital dispatch dns do-not-reply dpo e-mail editor editorial education email
  employment engineering enquire enquiries enquiry event events everyone example export feedback finance founders ftp
  front-desk gdpr general get-in-touch group hello hallo hi hey help help-desk hiring hola home hostmaster hotel hr
  human-resources info information inquire inquiries inquiry internal invest investor investor-relations investors
  invoice invoices invoicing ir it it-support jobs join join-us legal list list-request logistics mail mail-daemon
  mailer mailer-daemon mailbox main maintenance management manufacturing marketing media members membership
  news newsletter newsletters no-reply noc notification notifications notify nobody office offers operations ops order
  orders partner partners partnership partnerships payable payment payments payroll people postmaster pr press print
  privacy procurement production project projects purchase purchasing quality quote quotes reception recruit recruiter
  recruiting recruitment registrar registration relations remove rental rentals reply request requests research
  reservation reservations returns root sale sales sales-team schedule secretary security server service
  service-desk services shipping shop social soc spam staff store studio subscribe subscriptions success suggestions
  supply support sys-admin talent tax team tech tech-support technical technology tender tenders tickets trade training
  travel undisclosed-recipients unsubscribe usenet user users uucp vendor vendors volunteer warehouse web web-admin
  web-master web-site webinar webinars welcome wholesale work www
  anfrage anfragen auskunft bestellung bestellungen bewerbung bewerbungen buchhaltung buero büro datenschutz einkauf
  empfang geschaeftsfuehrung kanzlei karriere kasse kontakt kundendienst kundenservice lager personal post poststelle
  praxis presse rechnung rechnungen sekretariat technik verkauf vertrieb verwaltung werkstatt zentrale
  accueil achat achats agence bonjour bureau commande commandes commercial comptabilite comptabilité communication
  contactez-nous devis direction facturation rh recrutement secretariat secrétariat ventes
  administracion administración atencion-al-cliente atencioncliente clientes compras comercial contabilidad contacto
  direccion empleo facturacion facturación gerencia informacion información oficina pedidos prensa recepcion
  recursos-humanos reservas rrhh secretaria soporte tienda ventas
  administracao atendimento contato contatos comercial compras cobranca faleconosco fale-conosco financeiro
  geral licitacao loja marketing ouvidoria recepcao sac suporte vendas
  acquisti amministrazione assistenza commerciale contabilita contatti direzione fatturazione informazioni ordini
  prenotazioni preventivi protocollo segreteria ufficio ufficio-stampa vendite
  administratie boekhouding bestellingen inkoop klantenservice receptie verkoop werkplaats
  biuro faktury handlowy kadry kontakty ksiegowosc praca rekrutacja reklamacje sekretariat sklep zamowienia
  fakturace obchod objednavky podatelna ekonomika ugyfelszolgalat iroda ertekesites penzugy titkarsag rendeles
  ekonomi faktura kundservice kundeservice ordre regnskab salg post-mottak postmottak myynti toimisto asiakaspalvelu
  buhgalteria kadrovik otdel-prodazh prodazhi priemnaya sekretar snab zakaz zakupki bilgi iletisim muhasebe satis
`);

/** Words that stay a function's whatever follows: info-de@, support.emea@, noreply-crm@. None is a family name. */
export const rolePrefixes = words('info support kontakt noreply no-reply donotreply do-not-reply mailer-daemon');

/** What programs write where a value is missing. */
export const nullWords = words('null none nil undefined nan n/a na n.a unknown unavailable 0');

/** Path segments where a LinkedIn slug belongs that name nobody. `me` is whoever looks at the page. */
export const junkSlugs = words('me anonymous test true false');

/** Ids that name nothing: missing values, sentinels and unfilled examples. */
export const junkIds = words(`
  anonymous test true false missing empty blank tbd todo deleted default dummy example sample string xxx -1
  notset not-set notavailable not-available not-applicable object-object #ref! #value! #name? #null! #num! #div/0!
  ffffffff-ffff-ffff-ffff-ffffffffffff
`);

/** Addresses that people type where a form insists on one. */
export const placeholderLocalParts = words(`
  null none nil undefined nan n/a na unknown anonymous noemail no-email nomail no-mail notprovided not-provided
  notavailable not-available noaddress unavailable
`);
export const placeholderAddresses = words(
  'test@test.com email@email.com asdf@asdf.com abc@abc.com aaa@aaa.com xxx@xxx.com',
);

/** Domains that are only ever typed in that place, as addresses or as a web site. */
export const placeholderDomains = words(
  'none.com null.com undefined.com noemail.com no-email.com nomail.com invalid.com',
);
