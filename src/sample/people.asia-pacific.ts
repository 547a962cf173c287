import type { Team } from './people.rows.ts';

// biome-ignore format: one person a line
export const asiaPacific: readonly Team[] = [
  { company: 'geppaku-electric', people: [
    ['健一', '佐久良', 'k.sakura', 'kenichi-sakura-geppaku', '調達部長', 'Osaka', 'contacted', 'event', { full: '佐久良 健一', short: 'Kenichi Sakura' }],
    ['美咲', '早乙女', 'm.saotome', 'misaki-saotome-geppaku', 'Head of Smart Home Products', 'Osaka', 'qualified', 'event', { full: '早乙女 美咲', short: 'Misaki Saotome' }],
    ['遼', '柊木', 'r.hiiragi', '柊木-遼-geppaku', '研究開発エンジニア', 'Kyoto', 'new', 'linkedin', { full: '柊木 遼', short: 'Ryo Hiiragi' }],
    ['千尋', '霧島', 'c.kirishima', 'chihiro-kirishima-geppaku', 'International Sales Manager', 'Tokyo', 'contacted', 'webinar', { full: '霧島 千尋', short: 'Chihiro Kirishima' }],
    ['Haruto', 'Kazamatsuri', 'h.kazamatsuri', 'haruto-kazamatsuri-geppaku', 'Firmware Architect', 'Osaka', 'new', 'import'],
    ['恵美', '立掛', '', 'emi-tachikake-geppaku', '広報担当', 'Tokyo', 'new', 'linkedin', { full: '立掛 恵美', short: 'Emi Tachikake' }],
    ['Daniel', 'Okabe-Lindh', 'd.okabelindh', 'daniel-okabe-lindh-geppaku', 'Director, European Alliances', 'Tokyo', 'follow_up', 'referral'],
  ] },
  { company: 'qinglu-tech', people: [
    ['知微', '陆', 'luzhiwei', 'zhiwei-lu-qinglu', '首席执行官', 'Hangzhou', 'new', 'import', { full: '陆知微', short: 'Lu Zhiwei' }],
    ['晚晴', '顾', 'guwanqing', 'wanqing-gu-qinglu', 'VP Overseas Business', 'Hangzhou', 'contacted', 'event', { full: '顾晚晴', short: 'Grace Gu', aliases: ['Gu Wanqing'] }],
    ['屿白', '沈', 'shenyubai', 'yubai-shen-qinglu', '架构师', 'Hangzhou', 'new', 'import', { full: '沈屿白', short: 'Shen Yubai' }],
    ['Haoran', 'Tang', 'tanghaoran', 'haoran-tang-qinglu', 'Merchant Growth Lead', 'Shenzhen', 'new', 'import'],
    ['語桐', '林', 'linyutong', 'yutong-lin-qinglu', 'Channel Manager Taiwan', 'Taipei', 'new', 'linkedin', { full: '林語桐', short: 'Yu-Tung Lin' }],
    ['Ruoxi', 'Cheng', 'chengruoxi', '', 'Product Operations Manager', 'Hangzhou', 'new', 'import'],
  ] },
  { company: 'byeolmuri', people: [
    ['별하', '한', 'byeolha', 'byeolha-han-byeolmuri', '대표이사', 'Seoul', 'contacted', 'linkedin', { full: '한별하', short: 'Byeolha Han' }],
    ['도윤', '서', 'doyun', 'doyun-seo-byeolmuri', 'Head of Curriculum', 'Seoul', 'new', 'linkedin', { full: '서도윤', short: 'Doyun Seo' }],
    ['가온', '문', 'gaon', '문가온-byeolmuri', '백엔드 개발자', 'Seoul', 'new', 'inbound', { full: '문가온', short: 'Gaon Moon' }],
    ['Ji-woo', 'Namgung', 'jiwoo', 'jiwoo-namgung-byeolmuri', 'Global Business Lead', 'Seoul', 'qualified', 'linkedin', { aliases: ['남궁지우'] }],
    ['하은', '채', '', 'haeun-chae-byeolmuri', 'School Partnerships Manager', 'Busan', 'new', 'linkedin', { full: '채하은', short: 'Haeun Chae' }],
  ] },
  { company: 'mayurika', people: [
    ['मीरा', 'देशवाल', 'meera.deshwal', 'meera-deshwal-mayurika', 'Chief Merchandising Officer', 'Bengaluru', 'contacted', 'apollo', { short: 'Meera Deshwal' }],
    ['Karthik', 'Venkataramani', 'karthik.v', 'karthik-venkataramani-mayurika', 'VP Omnichannel', 'Bengaluru', 'qualified', 'apollo'],
    ['தமிழ்செல்வி', 'முருகவேல்', 'tamilselvi.m', 'tamilselvi-murugavel-mayurika', 'Regional Buying Manager', 'Chennai', 'new', 'apollo', { short: 'Tamilselvi Murugavel' }],
    ['Gurpreet', 'Dhanjal', 'gurpreet.d', 'gurpreet-dhanjal-mayurika', 'Store Operations Director', 'Chandigarh', 'new', 'apollo'],
    ['Ananya', 'Lahiri', 'ananya.l', 'ananya-lahiri-mayurika', 'Brand Manager', 'Kolkata', 'contacted', 'apollo'],
    ['Farhan', 'Qadri', 'farhan.q', 'farhan-qadri-mayurika', 'Data Scientist, Pricing', 'Bengaluru', 'new', 'webinar'],
  ] },
  { company: 'chandrakaya', people: [
    ['Sanjivani', 'Kulkarni', 'sanjivani', 'sanjivani-kulkarni-chandrakaya', 'Founder and Director', 'Pune', 'contacted', 'webinar', { full: 'Dr. Sanjivani Kulkarni' }],
    ['अद्वैत', 'पाटणकर', 'advait', 'advait-patankar-chandrakaya', 'Head of Hardware', 'Pune', 'new', 'webinar', { short: 'Advait Patankar' }],
    ['Zainab', 'Merchant', 'zainab', 'zainab-merchant-chandrakaya', 'Regulatory Affairs Manager', 'Pune', 'new', 'webinar'],
    ['Rohan', 'Deshpande Iyer', 'rohan', '', 'Field Application Scientist', 'Chennai', 'new', 'event'],
  ] },
  { company: 'rintik-awan', people: [
    ['Sukmawardhani', '', 'sukma', 'sukmawardhani-rintik-awan', 'Direktur Operasional', 'Jakarta', 'contacted', 'apollo'],
    ['Bayu', 'Prasetyadi', 'bayu', 'bayu-prasetyadi-rintik-awan', 'Head of Platform', 'Jakarta', 'new', 'apollo'],
    ['Ni Luh Putu', 'Ayu Sariani', 'ayu', 'ayu-sariani-rintik-awan', 'Customer Support Manager', 'Denpasar', 'new', 'apollo', { short: 'Ayu' }],
    ['Siti', 'Rahmadhani', 'siti', 'siti-rahmadhani-rintik-awan', 'Partner Manager', 'Yogyakarta', 'new', 'linkedin'],
    ['Reynaldo', 'Macaraeg', '', 'reynaldo-macaraeg-rintik-awan', 'Country Manager Philippines', 'Manila', 'contacted', 'linkedin', { short: 'Rey' }],
  ] },
  { company: 'saoben', people: [
    ['Bích Vân', 'Trần', 'van.tran', 'bich-van-tran-saoben', 'Giám đốc điều hành', 'Thành phố Hồ Chí Minh', 'contacted', 'apollo', { full: 'Trần Thị Bích Vân', short: 'Van Tran' }],
    ['Hoàng Khôi', 'Nguyễn', 'khoi.nguyen', 'hoang-khoi-nguyen-saoben', 'Air Freight Manager', 'Hà Nội', 'new', 'apollo', { full: 'Nguyễn Hoàng Khôi' }],
    ['Phương Linh', 'Đoàn', 'linh.doan', 'phuong-linh-doan-saoben', 'Key Account Manager', 'Thành phố Hồ Chí Minh', 'new', 'apollo', { full: 'Đoàn Phương Linh' }],
    ['ณัฐวุฒิ', 'ศรีจันทร์ฉาย', 'natthawut', 'natthawut-srichanchai-saoben', 'Branch Manager Thailand', 'Bangkok', 'new', 'linkedin', { short: 'Natthawut Srichanchai' }],
    ['Minh Quân', 'Đỗ', 'quan.do', '', 'IT Manager', 'Thành phố Hồ Chí Minh', 'new', 'import', { full: 'Đỗ Minh Quân' }],
  ] },
  { company: 'tidepalm', people: [
    ['Shu Fen', 'Lim', 'shufen.lim', 'shufen-lim-tidepalm', 'Managing Director', 'Singapore', 'qualified', 'referral', { full: 'Lim Shu Fen', short: 'Shu Fen' }],
    ['Aravind', 'Selvarajah', 'aravind.selvarajah', 'aravind-selvarajah-tidepalm', 'Portfolio Operations Lead', 'Singapore', 'contacted', 'referral'],
    ['Nur Aisyah', 'binte Roslan', 'aisyah.roslan', 'aisyah-roslan-tidepalm', 'Investor Relations Manager', 'Singapore', 'follow_up', 'referral', { short: 'Aisyah' }],
  ] },
  { company: 'wattlebark', people: [
    ['Matilda', 'Greenbough', 'matilda', 'matilda-greenbough-wattlebark', 'Head of E-commerce', 'Melbourne', 'contacted', 'import', { phone: '+61 491 570 156' }],
    ['Lachlan', 'McIlwrick', 'lachlan', 'lachlan-mcilwrick-wattlebark', 'Wholesale Manager', 'Melbourne', 'new', 'import', { phone: '+61 3 5550 0121' }],
    ['Thanh', 'Tran-Hughes', 'thanh', 'thanh-tran-hughes-wattlebark', 'Supply Chain Analyst', 'Melbourne', 'new', 'import'],
    ['Jarrah', 'Coolibrook', '', 'jarrah-coolibrook-wattlebark', 'Community Partnerships Lead', 'Brisbane', 'new', 'linkedin'],
  ] },
  { company: 'tuihana', people: [
    ['Kahurangi', 'Te Whatarangi', 'kahu', 'kahurangi-te-whatarangi-tuihana', 'Co-founder', 'Christchurch', 'contacted', 'event', { short: 'Kahu' }],
    ['Hēmi', 'Paewhenua', 'hemi', 'hemi-paewhenua-tuihana', 'Co-founder and CTO', 'Christchurch', 'new', 'event'],
    ['Olivia', "Fa'asavalu-Sneddon", 'olivia', 'olivia-faasavalu-sneddon-tuihana', 'Field Trials Manager', 'Auckland', 'new', 'event'],
  ] },
];
